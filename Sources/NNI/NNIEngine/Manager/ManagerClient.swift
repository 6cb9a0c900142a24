import Foundation
package import NNIProtocol
package import Values

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// NNI's manager through its REST interface.
package struct ManagerClient: Sendable {
    package let address: ManagerAddress
    /// How long an answer may take.
    private let limit: Duration
    private static let session: URLSession = {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        // Each request has a limit of its own; one that nobody waits for any more ends at last.
        configuration.timeoutIntervalForRequest = 600
        return URLSession(configuration: configuration)
    }()

    package init(_ address: ManagerAddress, limit: Duration = .seconds(20)) {
        self.address = address
        self.limit = limit
    }

    /// The same manager with another limit for answers.
    package func limited(to limit: Duration) -> ManagerClient { ManagerClient(address, limit: limit) }

    // MARK: - What it tells

    package func version() async throws -> String {
        String(decoding: try await send("GET", "/version"), as: UTF8.self)
            .trimmingCharacters(in: CharacterSet(charactersIn: "\" \n"))
    }

    package func status() async throws -> ManagerStatus {
        try await read("/check-status", "a status", ManagerStatus.init(json:))
    }

    package func profile() async throws -> ExperimentProfile {
        try await read("/experiment", "an experiment", ExperimentProfile.init(json:))
    }

    /// All trials, by their numbers, each with the parameters that its result is of.
    package func trialJobs() async throws -> [TrialJob] {
        let jobs = try await read("/trial-jobs", "a list of trials") { $0.array?.compactMap(TrialJob.init(json:)) }
        return TrialJob.withReportedParameters(jobs.sorted { ($0.sequence ?? .max) < ($1.sequence ?? .max) })
    }

    /// A trial's reports of one kind, in order.
    package func metrics(ofTrial id: String, _ kind: MetricRecord.Kind) async throws -> [MetricRecord] {
        let records = try await read("/metric-data/\(id)", "a list of metrics", query: ["type": kind.rawValue]) {
            $0.array?.compactMap(MetricRecord.init(json:))
        }
        return records.sorted { $0.sequence < $1.sequence }
    }

    /// A trial's file as text; `trial.log`, `stdout` or `stderr`.
    package func trialFile(_ name: String, ofTrial id: String) async throws -> String {
        let text = String(decoding: try await send("GET", "/trial-file/\(id)/\(name)"), as: UTF8.self)
        return text == "\(name) is empty." ? "" : text
    }

    // MARK: - What it is told

    package func update(_ kind: UpdateKind, to value: JSONValue) async throws {
        let update = ExperimentUpdate(kind, value)
        _ = try await send("PUT", "/experiment", query: update.query, body: update.json)
    }

    /// Asks the manager to end; it does so after its answer.
    package func requestStop() async throws { _ = try await send("DELETE", "/experiment") }

    // MARK: - The road

    private func read<Value>(
        _ path: String, _ expected: String, query: [String: String] = [:], _ make: (JSONValue) -> Value?
    ) async throws -> Value {
        let bytes = try await send("GET", path, query: query)
        guard let json = try? JSONValue(parsingUTF8: bytes, allowsNonFinite: true) else {
            let beginning = String(decoding: bytes.prefix(40), as: UTF8.self).replacing("\n", with: " ")
            throw NNIEngineError.notJSON(address: "\(address)", path: path, beginning: beginning)
        }
        guard let value = make(json) else {
            throw NNIEngineError.unexpected(address: "\(address)", path: path, expected: expected)
        }
        return value
    }

    private func send(
        _ method: String, _ path: String, query: [String: String] = [:], body: JSONValue? = nil
    ) async throws -> [UInt8] {
        var request = URLRequest(url: try address.url(path, query: query))
        request.httpMethod = method
        if let body {
            request.httpBody = Data(body.text().utf8)
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        }
        // A kept connection may have been closed by a manager that has ended.
        request.setValue("close", forHTTPHeaderField: "Connection")
        let (bytes, status) = try await answer(to: request, path)
        guard (200..<300).contains(status) else {
            let json = try? JSONValue(parsingUTF8: bytes)
            let message =
                json?.object?["error"]?.string ?? String(decoding: bytes.prefix(200), as: UTF8.self)
            throw NNIEngineError.refused(
                address: "\(address)", path: "\(method) \(path)", status: status,
                message: message.isEmpty ? "no reason" : message)
        }
        return bytes
    }

    private func answer(to request: URLRequest, _ path: String) async throws -> (bytes: [UInt8], status: Int) {
        try await withThrowingTaskGroup(of: (bytes: [UInt8], status: Int).self) { group in
            group.addTask { [address] in
                do {
                    let (data, response) = try await DataRequest.send(request, in: Self.session)
                    return (Array(data), (response as? HTTPURLResponse)?.statusCode ?? 0)
                } catch let error as URLError {
                    try Task.checkCancellation()
                    throw Self.error(error, address, path)
                }
            }
            group.addTask { [limit, address] in
                try await Task.sleep(for: limit)
                throw NNIEngineError.silent(address: "\(address)", seconds: limit / .seconds(1))
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next() else { throw CancellationError() }
            return answer
        }
    }

    private static func error(_ error: URLError, _ address: ManagerAddress, _ path: String) -> NNIEngineError {
        let words = (error as NSError).localizedDescription.lowercased()
        // An answer that ends too early has no code of its own.
        if words.contains("transfer closed") || words.contains("empty reply") {
            return .cut(address: "\(address)", path: path)
        }
        return switch error.code {
        case .cannotConnectToHost: .unreachable(address: "\(address)", reason: "the connection was refused")
        case .cannotFindHost, .dnsLookupFailed:
            .unreachable(address: "\(address)", reason: "there is no host '\(address.host)'")
        case .networkConnectionLost, .badServerResponse, .cannotParseResponse, .zeroByteResource:
            .cut(address: "\(address)", path: path)
        case .timedOut: .unreachable(address: "\(address)", reason: "nothing answers there")
        default: .unreachable(address: "\(address)", reason: words)
        }
    }
}
