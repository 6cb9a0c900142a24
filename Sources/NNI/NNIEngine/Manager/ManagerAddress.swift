import Foundation

/// Where a manager answers: `http://HOST:PORT[/PREFIX]`.
package struct ManagerAddress: Hashable, Sendable, CustomStringConvertible {
    package let scheme: String
    package let host: String
    package let port: Int
    /// Without slashes at its ends; empty for most managers.
    package let prefix: String

    package init(port: Int) { self.init(scheme: "http", host: "127.0.0.1", port: port, prefix: "") }

    package init(scheme: String, host: String, port: Int, prefix: String) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.prefix = prefix
    }

    /// Reads `http://HOST:PORT`, `HOST:PORT` or a port; the path of the REST interface and of the web page may follow.
    ///
    /// - Throws: `NNIEngineError.badAddress`.
    package init(parsing text: String) throws(NNIEngineError) {
        if let port = Int(text), (1...65535).contains(port) {
            self.init(port: port)
            return
        }
        guard !text.allSatisfy(\.isNumber) else { throw .badAddress(text) }
        let whole = text.contains("://") ? text : "http://" + text
        guard let parts = URLComponents(string: whole), let host = parts.host, !host.isEmpty,
            let scheme = parts.scheme, ["http", "https"].contains(scheme)
        else { throw .badAddress(text) }
        let usual = scheme == "https" ? 443 : text.contains("://") ? 80 : 8080
        var path = parts.path.split(separator: "/").map(String.init)
        if let api = path.firstIndex(of: "api") { path.removeSubrange(api...) }
        let pages: Set = ["oview", "detail", "experiment", "index.html"]
        path.removeAll { pages.contains($0) }
        self.init(scheme: scheme, host: host, port: parts.port ?? usual, prefix: path.joined(separator: "/"))
    }

    package var description: String {
        let host = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        return "\(scheme)://\(host):\(port)" + (prefix.isEmpty ? "" : "/" + prefix)
    }

    /// Whether the manager runs on this machine.
    package var isLoopback: Bool { ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host) }

    func url(_ path: String, query: [String: String]) throws(NNIEngineError) -> URL {
        var parts = URLComponents(string: description + "/api/v1/nni" + path)
        if !query.isEmpty {
            parts?.queryItems = query.sorted { $0.key < $1.key }.map { URLQueryItem(name: $0.key, value: $0.value) }
        }
        guard let url = parts?.url else { throw .badAddress(description) }
        return url
    }
}
