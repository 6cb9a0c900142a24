import Metrics
import Notebook
import Ratings
import Recommenders
import Values

/// Where metrics deceive: said beside them, never asked for.
enum JudgingNotes {
    /// Lists of drawn items are easier, and not for all models alike.
    static let sampled =
        "note: each item is ranked among sampled ones only, which can put models in another order than lists of all items do; --protocol full ranks all (Krichene and Rendle, 2020)"

    /// Tells what each of the models should be judged with caution for, and what their comparison should.
    static func tell(
        of judged: [JudgedObject], on truth: RatingTable, _ judging: Judging, in session: isolated Session
    ) async throws {
        let judges = judged.contains { $0.choice?.judgedBy != nil } ? truth.fingerprint : nil
        var notes: [(text: String, names: [String])] = []
        for one in judged {
            for text in try await self.notes(of: one, on: truth, judging, judges, in: session) {
                if let place = notes.firstIndex(where: { $0.text == text }) {
                    notes[place].names.append(one.name)
                } else {
                    notes.append((text, [one.name]))
                }
            }
        }
        for (text, names) in notes {
            let whose = names.count == judged.count ? "" : " (of " + names.joined(separator: ", ") + ")"
            session.notice("note: " + text + whose)
        }
        if let other = try await trainedOtherwise(judged, in: session) {
            session.notice(
                "note: \(other.0) and \(other.1) were trained on different ratings, so their difference is also one of data; train both on the same split"
            )
        }
        if judging.way == .leaveOneOut { session.noticeOnce(sampled) }
    }

    private static func notes(
        of judged: JudgedObject, on truth: RatingTable, _ judging: Judging, _ judges: String?,
        in session: isolated Session
    ) async throws -> [String] {
        var notes: [String] = []
        if let choice = judged.choice {
            if let judgedBy = choice.judgedBy, judgedBy == judges {
                notes.append(
                    "these ratings chose the model among others, so they flatter it; judge it by a part that nothing was chosen by"
                )
            }
            if let metric = try? Metric(parsing: choice.metric), !metric.needsRanking,
                judging.metrics.contains(where: \.needsRanking)
            {
                notes.append(
                    "the model was chosen by \(metric.name), which says little of lists; choose by a metric of lists, such as ndcg@10, where a ranking is wanted"
                )
            }
        }
        guard let model = judged.model else { return notes }
        if judging.metrics.contains(where: { !$0.needsRanking }), model.scale == 0...1, truth.scale.upperBound > 1 {
            notes.append(
                "\(model.algorithm) gives probabilities, not ratings, so metrics of ratings say little of it")
        }
        let known = try await session.compute("evaluate") { _, _ in model.knows(truth) }
        if !truth.isEmpty, !known.anyUser {
            let own = model.users.ids.first.map { ", whose users are such as \($0)" } ?? ""
            notes.append(
                "the model knows none of the users, such as \(truth.users[Int(truth.userPositions[0])])\(own); "
                    + "its estimates make do without them")
        }
        if known.trained > 0 {
            let all =
                known.trained == truth.count
                ? "these ratings were" : "\(known.trained) of these \(truth.count) ratings were"
            notes.append("\(all) in the training too, so the metrics say little of what is not known yet")
        }
        return notes
    }

    /// The first two models that were not trained on the same ratings.
    private static func trainedOtherwise(
        _ judged: [JudgedObject], in session: isolated Session
    ) async throws -> (String, String)? {
        let models = judged.compactMap { one in one.model.map { (name: one.name, model: $0) } }
        guard let first = models.first, models.count > 1 else { return nil }
        return try await session.compute("evaluate") { _, _ in
            models.dropFirst().first { !$0.model.sawTheSame(as: first.model) }.map { (first.name, $0.name) }
        }
    }
}
