import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The ports of this machine, as the kernel lists them. A manager of remote workers takes the next port too.
enum Ports {
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

    static func isFree(_ port: Int) -> Bool { !taken().contains(port) }

    /// A port below those that outgoing connections get, which is free, and so is the next one.
    static func free() -> Int? {
        let taken = taken()
        for _ in 0..<200 {
            let port = Int.random(in: 18_000..<32_000)
            if !taken.contains(port), !taken.contains(port + 1) { return port }
        }
        return nil
    }

    /// Whether anything accepts a connection at an address within some seconds. What it says does not matter.
    static func answers(host: String, port: Int, within seconds: Double) async -> Bool {
        let name = host.contains(":") ? "[\(host)]" : host
        guard let url = URL(string: "http://\(name):\(port)/") else { return false }
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                do {
                    _ = try await URLSession.shared.data(from: url)
                    return true
                } catch let error as URLError {
                    return ![
                        .cannotConnectToHost, .cannotFindHost, .dnsLookupFailed, .timedOut, .notConnectedToInternet,
                    ]
                    .contains(error.code)
                } catch {
                    return false
                }
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
