import ChildPrograms
import Foundation

/// The ports of this machine, as the kernel lists them. A manager of remote workers takes the next port too.
package enum Ports {
    /// The ports that something listens at: `/proc/net/tcp` has them in hexadecimal, state `0A`.
    private static func taken() -> Set<Int> {
        var taken = Set<Int>()
        for file in ["/proc/net/tcp", "/proc/net/tcp6"] {
            let text = String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
            for line in text.split(separator: "\n").dropFirst() {
                let fields = line.split(separator: " ")
                guard fields.count > 3, fields[3] == "0A", let port = fields[1].split(separator: ":").last else {
                    continue
                }
                if let number = Int(port, radix: 16) { taken.insert(number) }
            }
        }
        return taken
    }

    package static func isFree(_ port: Int) -> Bool { !taken().contains(port) }

    /// A port below those that outgoing connections get, which is free, and so is the next one.
    static func free() -> Int? {
        let taken = taken()
        for _ in 0..<200 {
            let port = Int.random(in: 18_000..<32_000)
            if !taken.contains(port), !taken.contains(port + 1) { return port }
        }
        return nil
    }

    /// Whether an SSH server greets at an address within some seconds. It is greeted as well, as SSH asks for, so that
    /// its log shows a connection and no attack.
    static func hasSSH(host: String, port: Int, within seconds: Int) async -> Bool {
        let greeting = """
            exec 3<>"/dev/tcp/$0/$1" || exit 1
            printf 'SSH-2.0-Tunebook\\r\\n' >&3
            read -r -t "$2" -u 3 line && [[ $line == SSH-* ]]
            """
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                let arguments = ["-c", greeting, host, "\(port)", "\(seconds)"]
                return (try? await ProgramRun.run("/bin/bash", arguments, environment: [:]))?.status == 0
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }
}
