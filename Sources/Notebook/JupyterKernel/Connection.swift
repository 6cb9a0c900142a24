import Platform
import Values

/// What a connection file says: where to listen, and how messages are signed.
package struct Connection: Hashable, Sendable {
    /// `tcp` or `ipc`.
    let transport: String
    let address: String
    let ports: [Channel: Int]
    /// Without a key nothing is signed.
    let key: [UInt8]
    /// The file, for messages.
    let path: String

    private static let scheme = "hmac-sha256"

    /// - Throws: `PlatformError` where the file can't be read, `JupyterError.connectionFile` where it is none.
    package init(path: String) throws {
        try self.init(FileBytes.read(path), path: path)
    }

    /// - Throws: `JupyterError.connectionFile` with what is missing or wrong.
    package init(_ bytes: [UInt8], path: String) throws(JupyterError) {
        func failure(_ problem: String) -> JupyterError { .connectionFile(path: path, problem: problem) }
        let value: JSONValue
        do { value = try JSONValue(parsingUTF8: bytes) } catch { throw failure("\(error)") }
        guard let fields = value.object else {
            throw failure("an object is expected, found \(value.text().prefix(40))")
        }
        func text(_ name: String, otherwise: String? = nil) throws(JupyterError) -> String {
            guard let found = fields[name] else {
                if let otherwise { return otherwise }
                throw failure("'\(name)' is missing")
            }
            guard let text = found.string else {
                throw failure("'\(name)' is a text, found \(found.text().prefix(40))")
            }
            return text
        }
        transport = try text("transport", otherwise: "tcp")
        guard ["tcp", "ipc"].contains(transport) else {
            throw failure("'transport' is tcp or ipc, found '\(transport.prefix(40))'")
        }
        var address = try text("ip")
        // What Jupyter means by the name; a socket listens on addresses.
        if transport == "tcp", address == "localhost" { address = "127.0.0.1" }
        guard !address.isEmpty else { throw failure("'ip' is empty") }
        self.address = address
        var ports: [Channel: Int] = [:]
        for channel in Channel.allCases {
            guard let found = fields[channel.portName] else { throw failure("'\(channel.portName)' is missing") }
            guard let port = found.integer, 1...65535 ~= port else {
                throw failure(
                    "'\(channel.portName)' is a whole number from 1 to 65535, found \(found.text().prefix(40))")
            }
            if let other = ports.first(where: { $0.value == port })?.key {
                throw failure("'\(channel.portName)' and '\(other.portName)' are both \(port)")
            }
            ports[channel] = port
        }
        self.ports = ports
        key = Array(try text("key").utf8)
        let scheme = try text("signature_scheme", otherwise: Self.scheme)
        guard key.isEmpty || scheme == Self.scheme else {
            throw failure("'signature_scheme' is \(Self.scheme), found '\(scheme.prefix(40))'")
        }
        self.path = path
    }

    /// Where a channel listens, as ZeroMQ writes it.
    func endpoint(_ channel: Channel) -> String {
        let port = ports[channel] ?? 0
        if transport == "ipc" { return "ipc://\(address)-\(port)" }
        return address.contains(":") ? "tcp://[\(address)]:\(port)" : "tcp://\(address):\(port)"
    }
}
