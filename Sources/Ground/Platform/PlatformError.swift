/// A file or a stream that the system does not give, or does not take.
package enum PlatformError: Error, Hashable, Sendable, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    case unwritable(path: String, reason: String)
    /// Nobody reads the stream any more.
    case closed

    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "can't read \(path): \(reason)"
        case .unwritable(let path, let reason): "can't write \(path): \(reason)"
        case .closed: "nobody reads the results any more"
        }
    }

    package var reason: String {
        switch self {
        case .unreadable(_, let reason), .unwritable(_, let reason): reason
        case .closed: description
        }
    }
}
