import Foundation
import LocalHTTP
import Platform
import RatingSources
import Ratings
import TestSupport
import Testing

@Suite struct DownloadTests {
    private func download(_ size: MovieLensSize, answer: String, into folder: TemporaryFolder) async throws -> String {
        let server = try LocalServer { _, _ in .bytes(answer) }
        return try await MovieLensDownload(size, into: folder.path, from: "http://127.0.0.1:\(server.port)/").run {
            _, _ in
        }
    }

    private func message(_ size: MovieLensSize, answer: String) async throws -> String {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        do {
            _ = try await download(size, answer: answer, into: folder)
            return "no error"
        } catch {
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
            return "\(error)"
        }
    }

    @Test func whatComesWholeIsKeptUnderItsName() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = try await download(
            .latestSmall, answer: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello", into: folder
        )
        #expect(path == folder.file("ml-latest-small.zip"))
        #expect(try FileBytes.read(path) == Array("hello".utf8))
        #expect(MovieLens.locate(.latestSmall, in: folder.path) == path)
    }

    @Test func aDownloadCutShortLeavesNothingAndSaysSo() async throws {
        let text = try await message(.latestSmall, answer: "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhello")
        #expect(text.contains("by hand"), "\(text)")
    }

    @Test func aWrongChecksumLeavesNothingAndSaysSo() async throws {
        let text = try await message(
            .oneHundredThousand, answer: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello")
        #expect(text.contains("checksum is wrong"), "\(text)")
    }

    @Test func aRefusalNamesItsStatus() async throws {
        let text = try await message(
            .oneMillion, answer: "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        #expect(text.contains("404"), "\(text)")
    }
}
