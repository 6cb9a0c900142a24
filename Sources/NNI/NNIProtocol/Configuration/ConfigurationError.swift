/// What is wrong with an NNI configuration, and where.
package enum ConfigurationError: Error, Hashable, Sendable {
    case syntax(path: String, line: Int, column: Int, reason: String)
    case notObject(path: String)
    case unknownField(String, place: String, of: String, nearest: String?, known: [String])
    case missingField(String, place: String, of: String)
    case badValue(field: String, place: String, expected: String, found: String)
    case noSuchFile(field: String, place: String, path: String)
    case contradiction(place: String, reason: String)
}

extension ConfigurationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .syntax(let path, let line, let column, let reason): "\(path):\(line):\(column): \(reason)"
        case .notObject(let path):
            "\(path) holds no fields; an NNI configuration has lines such as 'trialConcurrency: 2'"
        case .unknownField(let field, let place, let owner, let nearest, let known):
            "\(place): \(owner) has no field '\(field)'; "
                + (nearest.map { "did you mean '\($0)'?" } ?? "there are \(known.joined(separator: ", "))")
        case .missingField(let field, let place, let owner): "\(place): \(owner) needs '\(field)'"
        case .badValue(let field, let place, let expected, let found):
            "\(place): \(field) is \(expected), found \(found)"
        case .noSuchFile(let field, let place, let path): "\(place): \(field) names \(path), which is not there"
        case .contradiction(let place, let reason): "\(place): \(reason)"
        }
    }
}
