/// What can go wrong between Tunebook and an NNI manager, and what to do about it.
package enum NNIClientError: Error, Hashable, Sendable {
    case unreachable(address: String, reason: String)
}

extension NNIClientError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreachable(let address, let reason): "no NNI manager answers at \(address): \(reason)"
        }
    }
}
