import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A real `sshd` on this machine, for this user and one key.
package final class SSHServer: Sendable {
    package static let isThere =
        FileManager.default.isExecutableFile(atPath: "/usr/sbin/sshd")
        && FileManager.default.isExecutableFile(atPath: "/usr/bin/ssh-keygen")
    package static let note = "sshd is not installed; scripts/setup --nni installs it"

    package let port: Int
    package let host: String
    private let folder: TemporaryFolder

    package var key: String { folder.file("key") }
    /// One that the server does not take.
    package var otherKey: String { folder.file("other") }
    package var user: String { NSUserName() }

    /// - Parameter space: the network namespace that it runs in; there it needs no network for Python packages.
    package init(host: String = "127.0.0.1", inNamespace space: String? = nil) throws {
        folder = try TemporaryFolder()
        self.host = host
        port = space == nil ? Int.random(in: 22_000..<30_000) : 22
        for (name, type) in [("host", "ed25519"), ("key", "rsa"), ("other", "rsa")] {
            try Command.run(["/usr/bin/ssh-keygen", "-q", "-t", type, "-m", "PEM", "-N", "", "-f", folder.file(name)])
        }
        // sshd drops its rights in this folder.
        if getuid() == 0 {
            try? FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true)
        }
        let configuration = """
            Port \(port)
            ListenAddress \(host)
            HostKey \(folder.file("host"))
            AuthorizedKeysFile \(folder.file("key.pub"))
            PasswordAuthentication no
            UsePAM no
            StrictModes no
            PidFile \(folder.file("pid"))
            Subsystem sftp internal-sftp
            SetEnv PIP_NO_INDEX=1
            """
        let file = try folder.write(configuration, to: "sshd_config")
        let program = ["/usr/sbin/sshd", "-f", file, "-E", folder.file("log")]
        try Command.run((space.map { ["ip", "netns", "exec", $0] } ?? []) + program)
    }

    /// Takes another server's key as well.
    package func trust(_ other: SSHServer) throws {
        let keys = try [folder.file("key.pub"), other.folder.file("key.pub")].map {
            try Data(contentsOf: URL(fileURLWithPath: $0))
        }
        try (keys[0] + keys[1]).write(to: URL(fileURLWithPath: folder.file("key.pub")))
    }

    package func stop() {
        let text = FileManager.default.contents(atPath: folder.file("pid")).map { String(decoding: $0, as: UTF8.self) }
        if let process = text.flatMap({ Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }) {
            kill(process, SIGTERM)
        }
        folder.remove()
    }
}

/// A machine of its own in a network namespace, with a cable to this one. Needs root.
package struct OtherMachine: Sendable {
    package static let isPossible =
        getuid() == 0 && (try? Command.run(["ip", "netns", "list"])) != nil
        && (try? Command.run(["ip", "link", "add", "tbtest0", "type", "veth", "peer", "name", "tbtest1"])) != nil
        && (try? Command.run(["ip", "link", "del", "tbtest0"])) != nil
    package static let note = "network namespaces need root and iproute2"

    package let name: String
    package let address: String
    private let cable: String

    package init(_ number: Int) throws {
        name = "tbw\(number)-\(getpid())"
        cable = "tbv\(number)-\(getpid() % 10000)"
        address = "10.77.\(number).2"
        let gateway = "10.77.\(number).1"
        try Command.run(["ip", "netns", "add", name])
        try Command.run(["ip", "link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", name])
        try Command.run(["ip", "addr", "add", gateway + "/24", "dev", cable])
        try Command.run(["ip", "link", "set", cable, "up"])
        try Command.run(["ip", "-n", name, "addr", "add", address + "/24", "dev", "eth0"])
        for device in ["eth0", "lo"] { try Command.run(["ip", "-n", name, "link", "set", device, "up"]) }
        try Command.run(["ip", "-n", name, "route", "add", "default", "via", gateway])
    }

    package func cutCable() throws { try Command.run(["ip", "link", "set", cable, "down"]) }

    /// The processes that run on it.
    package func processes() throws -> [Int32] {
        try Command.run(["ip", "netns", "pids", name]).split(separator: "\n").compactMap { Int32($0) }
    }

    package func remove() {
        for process in (try? processes()) ?? [] { kill(process, SIGKILL) }
        _ = try? Command.run(["ip", "link", "del", cable])
        _ = try? Command.run(["ip", "netns", "del", name])
    }
}

/// A program that a test needs.
package enum Command {
    @discardableResult
    package static func run(_ words: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
