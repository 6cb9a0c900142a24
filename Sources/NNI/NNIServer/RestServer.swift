import FlyingFox
import FlyingSocks
import Foundation
import Platform
import Synchronization

/// Answers as NNI's manager does, at a port of this machine's loopback.
///
/// Only programs of this machine are served. A page in a browser that came from elsewhere is not: its requests name another
/// host, or the page that they come from.
package final class RestServer: Sendable {
    /// No request's body is longer.
    private static let longestBody = 16 << 20
    private static let prefix = "/api/v1/nni"

    package let port: Int
    private let server: HTTPServer
    private let work = Mutex<Task<Void, Never>?>(nil)

    /// Begins to listen.
    ///
    /// - Throws: `RestServerError.portTaken`.
    package init(port: Int, _ routes: RestRoutes) async throws {
        ProcessLimits.allowManyFiles()
        self.port = port
        let address = try sockaddr_in.inet(ip4: "127.0.0.1", port: UInt16(clamping: port))
        server = HTTPServer(
            config: HTTPServer.Configuration(address: address, timeout: 60, logger: .disabled),
            handler: ClosureHTTPHandler { request in await Self.answer(request, routes, port: port) })
        let reason = Shared<String?>(nil)
        let task = Task.detached { [server] in
            do { try await server.run() } catch { reason.value = "\(error)" }
        }
        work.withLock { $0 = task }
        do { try await server.waitUntilListening(timeout: 5) } catch {
            task.cancel()
            throw RestServerError.portTaken(port, reason: reason.value)
        }
    }

    /// Frees the port.
    package func stop() async {
        await server.stop(timeout: 0)
        work.withLock { $0?.cancel() }
    }

    // MARK: - Requests

    private static func answer(_ request: HTTPRequest, _ routes: RestRoutes, port: Int) async -> HTTPResponse {
        if let refusal = refusal(of: request, port: port) { return response(.failure(403, refusal)) }
        var body: [UInt8] = []
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > longestBody {
            return response(.failure(413, "a body of more than \(longestBody) bytes is not read"))
        }
        do {
            for try await piece in request.bodySequence {
                body += piece
                if body.count > longestBody {
                    return response(.failure(413, "a body of more than \(longestBody) bytes is not read"))
                }
            }
        } catch {
            return response(.failure(400, "the request is cut short"))
        }
        guard request.path.hasPrefix(prefix) else { return response(.failure(404, "there is no \(request.path)")) }
        let path = request.path.dropFirst(prefix.count).split(separator: "/").map {
            String($0).removingPercentEncoding ?? String($0)
        }
        var query: [String: String] = [:]
        for item in request.query { query[item.name] = item.value }
        return response(
            await routes.answer(
                RestRequest(method: request.method.rawValue, path: path, query: query, body: body)))
    }

    /// Why a request is none of this machine's programs'.
    private static func refusal(of request: HTTPRequest, port: Int) -> String? {
        let hosts = ["127.0.0.1", "localhost", "[::1]"]
        let own = Set(hosts + hosts.map { "\($0):\(port)" })
        guard let host = request.headers[.host]?.lowercased(), own.contains(host) else {
            return "only this machine is answered, and the request is for another host"
        }
        if let origin = request.headers[HTTPHeader("Origin")]?.lowercased(),
            !hosts.contains(where: { origin == "http://\($0):\(port)" })
        {
            return "a page of another place may not ask"
        }
        if let site = request.headers[HTTPHeader("Sec-Fetch-Site")]?.lowercased(),
            !["same-origin", "none"].contains(site)
        {
            return "a page of another place may not ask"
        }
        return nil
    }

    private static func response(_ answer: RestAnswer) -> HTTPResponse {
        var headers: HTTPHeaders = [:]
        headers[.contentType] = answer.type
        headers[HTTPHeader("X-Content-Type-Options")] = "nosniff"
        let phrases = [200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 413: "Content Too Large"]
        let status = answer.status
        return HTTPResponse(
            statusCode: HTTPStatusCode(status, phrase: phrases[status] ?? "Internal Server Error"), headers: headers,
            body: Data(answer.body.utf8))
    }
}

/// A value that tasks share.
private final class Shared<Value: Sendable>: Sendable {
    private let box: Mutex<Value>
    init(_ value: Value) { box = Mutex(value) }
    var value: Value {
        get { box.withLock { $0 } }
        set { box.withLock { $0 = newValue } }
    }
}

package enum RestServerError: Error, Hashable, CustomStringConvertible {
    case portTaken(Int, reason: String?)

    package var description: String {
        switch self {
        case .portTaken(let port, let reason):
            "port \(port) of this machine can't be listened at" + (reason.map { ": \($0)" } ?? "")
                + "; --port takes another one"
        }
    }
}
