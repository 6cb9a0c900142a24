import Notebook
import Ratings
import Values

struct SplitCommand: Command {
    /// The ways to make parts, and folds.
    enum Way: String, CaseIterable {
        case random, chrono, stratified
        case leaveOneOut = "leave-one-out"
        case time, folds

        /// How the parts are made; `nil` for folds.
        var method: SplitMethod? { SplitMethod(rawValue: rawValue) }
    }

    let data: Reference<DatasetObject> = .data
    let way = Parameter("by", default: Way.random, help: "how ratings are chosen")
    let ratio = Parameter<[Double]>(
        "ratio", each: -1e9...1e9, default: [0.75], help: "the parts' shares, or the training part's alone")
    let folds = Parameter("k", 2...1000, default: 5, help: "how many folds, each of which leaves out another part")
    let seed = Parameter("seed", 0...Int(UInt32.max), default: 42, help: "seed of the draws, as NumPy's")
    let negatives = Parameter<Int?>(
        "negatives", 1...1_000_000, unset: "99 where one is left out, else none",
        help: "items that the user never rated, drawn for each rating that is held out")
    let group = Parameter("filter_by", default: SplitGroup.user, help: "whose ratings chrono and stratified divide")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "split", "parts for training, validation and test, or folds", arguments: [data],
            options: [way, ratio, folds, seed, negatives, group],
            gives: .split,
            examples: [
                "data = split ratings --by random --ratio 0.7 0.15 0.15 --seed 42",
                "folds = split ratings --by folds --k 5 --seed 1",
            ])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let dataset = try await session.object(data, call)
        try check(call)
        if let shares = Self.shares(call[ratio]), call.has(ratio) {
            throw call.failure(
                NotebookError.unavailable(
                    "shares are parts of 1, found \(call.text(ratio))", remedy: "as shares: --ratio \(shares)"),
                at: ratio)
        }
        let seed = UInt32(clamping: session.seed(seed, call))
        guard let method = call[way].method else {
            let count = call[folds]
            do {
                return FoldsObject(
                    try await session.compute("split") { _, _ in try dataset.table.folds(count, seed: seed) },
                    origin: dataset.origin)
            } catch let error as RatingsError {
                throw call.failure(error, at: call.has(folds) ? folds : data)
            }
        }
        let (ratios, group) = (call[ratio], call[group])
        do {
            let parts = try await session.compute("split") { _, _ in
                try dataset.table.split(by: method, ratios: ratios, seed: seed, filterBy: group)
            }
            let drawn = call[negatives] ?? (method == .leaveOneOut ? 99 : nil)
            guard let drawn else { return SplitObject(parts, origin: dataset.origin) }
            let judged = try await session.compute("draw negatives") { _, _ in
                parts.drawingNegatives(drawn, seed: UInt64(seed))
            }
            return SplitObject(judged, origin: dataset.origin)
        } catch let error as RatingsError {
            if case .badRatios = error { throw call.failure(error, at: ratio) }
            throw call.failure(error, at: data)
        }
    }

    /// Percent as the shares that they stand for; `nil` for shares, and for other numbers, which are normalised.
    private static func shares(_ numbers: [Double]) -> String? {
        let sum = numbers.reduce(0, +)
        let isPercent = numbers.count == 1 ? sum > 1 && sum <= 100 : abs(sum - 100) < 1e-6
        guard isPercent, numbers.allSatisfy({ $0 >= 1 }) else { return nil }
        return numbers.map { "\(($0 * 100).rounded() / 10_000)" }.joined(separator: " ")
    }

    /// - Throws: `PlacedError` at an option that the way of splitting leaves without effect.
    private func check(_ call: Invocation) throws {
        let way = call[way]
        func refuse(_ option: any Declared, _ reason: String, remedy: String) throws {
            guard call.has(option) else { return }
            throw call.failure(NotebookError.unavailable(reason, remedy: remedy), at: option)
        }
        if way == .leaveOneOut || way == .folds {
            try refuse(
                ratio, "--ratio says how large parts are, and --by \(way.rawValue) makes parts of its own",
                remedy: way == .folds ? "--k says how many folds there are" : "leave it out")
        }
        if way == .folds {
            try refuse(negatives, "folds hold no drawn negatives", remedy: "--by leave-one-out draws them")
        } else {
            try refuse(folds, "--k says how many folds there are, and there are none", remedy: "add --by folds")
        }
        if way != .chrono, way != .stratified {
            try refuse(
                group, "--filter-by says whose ratings chrono and stratified divide, \(way.rawValue) does neither",
                remedy: "leave it out, or use --by chrono or --by stratified")
        }
    }
}
