import Display
package import Experiments
import Values

/// What a trial has to be to be shown: `lr_all < 0.01`, `optimizer == adam`, `status != FAILED`.
package struct TrialCondition: Hashable, Sendable, CustomStringConvertible {
    private enum Relation: String, CaseIterable {
        case atMost = "<="
        case atLeast = ">="
        case equal = "=="
        case unequal = "!="
        case below = "<"
        case above = ">"
        case same = "="
    }

    package let name: String
    private let relation: Relation
    private let value: String

    /// - Throws: `PlotError.noCondition`.
    package init(parsing text: String) throws {
        let start = text.firstIndex { "<>=!".contains($0) }
        guard let start, let relation = Relation.allCases.first(where: { text[start...].hasPrefix($0.rawValue) })
        else { throw PlotError.noCondition(text) }
        name = text[..<start].trimmed
        value = text[start...].dropFirst(relation.rawValue.count).trimmed
        self.relation = relation
        guard !name.isEmpty, !value.isEmpty else { throw PlotError.noCondition(text) }
        if [.below, .above, .atMost, .atLeast].contains(relation), Double(value) == nil {
            throw PlotError.noCondition(text)
        }
    }

    private init(_ name: String, _ condition: TrialCondition) {
        self.name = name
        relation = condition.relation
        value = condition.value
    }

    package var description: String { "\(name) \(relation.rawValue) \(value)" }

    /// With the name as trials have it.
    ///
    /// - Throws: `PlotError.unknown`.
    func resolved(among names: [String]) throws -> TrialCondition {
        guard let known = TrialValues.resolved(name, among: names) else {
            throw PlotError.unknown(name, known: names, nearest: nearestName(to: name, among: names))
        }
        return TrialCondition(known, self)
    }

    /// What a trial has no value of it does not keep.
    package func isKept(by trial: TrialRecord) -> Bool {
        guard let found = TrialValues.value(name, of: trial) else { return false }
        guard let number = found.number, let bound = Double(value) else {
            let isSame = found.plainText.lowercased() == value.lowercased()
            return relation == .unequal ? !isSame : [.equal, .same].contains(relation) && isSame
        }
        return switch relation {
        case .atMost: number <= bound
        case .atLeast: number >= bound
        case .below: number < bound
        case .above: number > bound
        case .equal, .same: number == bound
        case .unequal: number != bound
        }
    }
}

/// The best so many trials, or the best hundredths of them.
package enum BestTrials: Hashable, Sendable, CustomStringConvertible {
    case count(Int)
    case percent(Double)

    /// - Throws: `PlotError.noShare`.
    package init(parsing text: String) throws {
        if text.hasSuffix("%"), let number = Double(text.dropLast()), number > 0, number <= 100 {
            self = .percent(number)
        } else if let count = Int(text), count > 0 {
            self = .count(count)
        } else {
            throw PlotError.noShare(text)
        }
    }

    package var description: String {
        switch self {
        case .count(let count): "the best \(count)"
        case .percent(let percent): "the best \(Figures.plain(percent)) %"
        }
    }

    /// Of so many; at least one.
    func of(_ count: Int) -> Int {
        switch self {
        case .count(let most): min(most, count)
        case .percent(let percent): min(count, max(1, Int((Double(count) * percent / 100).rounded())))
        }
    }
}

/// What of a picture can't be.
package enum PlotError: Error, Hashable, CustomStringConvertible {
    case noCondition(String)
    case noShare(String)
    case unknown(String, known: [String], nearest: String?)

    package var description: String {
        switch self {
        case .noCondition(let text):
            "'\(text)' is no condition; write a name, <, <=, >, >=, == or !=, and a value: \"lr_all < 0.01\""
        case .noShare(let text): "'\(text)' is neither a number of trials above 0 nor a share of them: 20, 10%"
        case .unknown(let name, let known, let nearest):
            "no trial has '\(name)'; "
                + (nearest.map { "did you mean '\($0)'?" } ?? "there are \(known.joined(separator: ", "))")
        }
    }
}
