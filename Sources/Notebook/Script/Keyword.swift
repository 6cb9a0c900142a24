/// The grammar's own words: the one list that the parser, completion, help and the search for a near name read.
package enum Keyword: String, CaseIterable, Sendable {
    case `for`, `if`, `else`, end, space, param, print, assert, time
    case and, or, not, `in`, `true`, `false`

    /// Whether a statement can begin with it.
    package var beginsStatement: Bool {
        switch self {
        case .for, .if, .space, .param, .print, .assert, .time: true
        default: false
        }
    }

    package var opensBlock: Bool { self == .for || self == .if || self == .space }
    /// Whether expressions follow where a statement begins with it.
    package var takesExpressions: Bool { self == .print || self == .assert || self == .if }
    /// Those that statements begin with.
    package static let statements = allCases.filter(\.beginsStatement)
}
