/// What can be wrong with a connection, a message or an installation of the kernel.
package enum JupyterError: Error, Hashable, CustomStringConvertible {
    case connectionFile(path: String, problem: String)
    case occupied(path: String, channel: String, address: String, reason: String)
    case sockets(reason: String)

    package var description: String {
        switch self {
        case .connectionFile(let path, let problem):
            "\(path): \(problem); a connection file is written by Jupyter when it starts a kernel"
        case .occupied(let path, let channel, let address, let reason):
            "\(path): the \(channel) channel can't listen on \(address): \(reason); end what listens there, or let Jupyter start the kernel anew"
        case .sockets(let reason): "the kernel's sockets failed: \(reason)"
        }
    }
}
