import Foundation
import Platform
import Ratings
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Brings an archive into the data folder: to a neighbour first, checked, then in its place.
package struct MovieLensDownload: Sendable {
    private let size: MovieLensSize
    private let folder: String
    private let url: String

    /// - Parameter site: where the archives are.
    package init(_ size: MovieLensSize, into folder: String, from site: String = MovieLensSize.site) {
        self.size = size
        self.folder = folder
        url = site + size.archive
    }

    /// - Parameter progress: the bytes that came and, where the server says so, the bytes in all.
    /// - Returns: the archive's path.
    /// - Throws: `RatingsError` that names the place for a copy made by hand, or `CancellationError`.
    package func run(progress: @escaping @Sendable (Int, Int?) -> Void) async throws -> String {
        guard let address = URL(string: url) else { throw failure("the address is not valid") }
        let receiver = DownloadReceiver(progress: progress)
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = 30
        let session = URLSession(configuration: configuration, delegate: receiver, delegateQueue: nil)
        defer { session.invalidateAndCancel() }
        let bytes: [UInt8]
        do {
            bytes = try await receiver.bytes(of: session.dataTask(with: address))
        } catch is CancellationError {
            throw CancellationError()
        } catch let error as DownloadReceiver.Refusal {
            throw failure(error.reason)
        } catch {
            throw failure(SystemWords.of(error))
        }
        if let checksum = size.checksum, MD5.hexadecimal(of: bytes) != checksum {
            throw RatingsError.wrongChecksum(url: url, place: folder)
        }
        let path = folder + "/" + size.archive
        try FileBytes.makeFolder(folder)
        try FileBytes.write(bytes, to: path)
        return path
    }

    private func failure(_ reason: String) -> RatingsError {
        .missingMovieLens(size: size.rawValue, url: url, place: folder, reason: reason)
    }
}

/// Collects what a server sends, and says when it sends less than it promised.
private final class DownloadReceiver: NSObject, URLSessionDataDelegate {
    struct Refusal: Error { let reason: String }

    private struct State {
        var bytes: [UInt8] = []
        var expected: Int?
        var refusal: String?
        var continuation: CheckedContinuation<[UInt8], any Error>?
    }

    private let state = Mutex(State())
    private let progress: @Sendable (Int, Int?) -> Void

    init(progress: @escaping @Sendable (Int, Int?) -> Void) { self.progress = progress }

    func bytes(of task: URLSessionDataTask) async throws -> [UInt8] {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                state.withLock { $0.continuation = continuation }
                task.resume()
            }
        } onCancel: {
            // From a thread that holds no lock: the session waits for its own queue.
            DispatchQueue.global().async { task.cancel() }
        }
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
    ) {
        let status = (response as? HTTPURLResponse)?.statusCode ?? 200
        state.withLock {
            if response.expectedContentLength > 0 { $0.expected = Int(response.expectedContentLength) }
            if status != 200 { $0.refusal = "the server answers with status \(status)" }
        }
        completionHandler(status == 200 ? .allow : .cancel)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let (count, expected) = state.withLock {
            $0.bytes.append(contentsOf: data)
            return ($0.bytes.count, $0.expected)
        }
        progress(count, expected)
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        let result: Result<[UInt8], any Error>
        let (state, continuation) = state.withLock { state in
            defer { state.continuation = nil }
            return (state, state.continuation)
        }
        if let refusal = state.refusal {
            result = .failure(Refusal(reason: refusal))
        } else if let error {
            let isCancelled = (error as? URLError)?.code == .cancelled
            result = .failure(isCancelled ? CancellationError() : error)
        } else if let expected = state.expected, expected != state.bytes.count {
            result = .failure(
                Refusal(reason: "the download was cut short after \(state.bytes.count) of \(expected) bytes"))
        } else {
            result = .success(state.bytes)
        }
        continuation?.resume(with: result)
    }
}
