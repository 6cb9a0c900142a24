import Foundation
import RatingSources
import Ratings
import TestSupport
import Testing

@Suite struct MovieLensTests {
    @Test func theOldLayoutIsReadWithTitlesInLatin1() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write("1\t10\t4\t881250949\n2\t11\t1\t881250950\n", to: "u.data")
        try folder.write(Array("10|Caf".utf8) + [0xE9] + Array(" (1990)|x\n11|B|y\n".utf8), to: "u.item")
        for path in [folder.path, folder.file("u.data")] {
            let table = try MovieLens.load(.oneHundredThousand, path: path)
            #expect(table.scale == 1...5)
            #expect(table.titles[.integer(10)] == "Café (1990)")
        }
    }

    @Test func theNewerLayoutsAreRead() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write("1::10::4.5::881250949\n", to: "ratings.dat")
        try folder.write("userId,movieId,rating,timestamp\n1,10,0.5,881250949\n", to: "ratings.csv")
        try folder.write("movieId,title,genres\n10,\"Ten, The\",x\n", to: "movies.csv")
        #expect(try MovieLens.load(.tenMillion, path: folder.path).ratings == [4.5])
        let latest = try MovieLens.load(.latestSmall, path: folder.path)
        #expect(latest.scale == 0.5...5)
        #expect(latest.titles[.integer(10)] == "Ten, The")
    }

    @Test func whatIsNotThereIsNamed() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        #expect(throws: RatingsError.missingMember(path: folder.path, member: "u.data")) {
            try MovieLens.load(.oneHundredThousand, path: folder.path)
        }
        #expect(MovieLens.locate(.oneHundredThousand, in: folder.path) == nil)
    }

    @Test func aCutArchiveIsAnErrorThatNamesIt() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = try folder.write([0x50, 0x4B, 0x03, 0x04, 0x14, 0x00, 0x00], to: "ml-100k.zip")
        let error = #expect(throws: RatingsError.self) { try MovieLens.load(.oneHundredThousand, path: path) }
        #expect(error?.description.contains("ml-100k.zip") == true)
    }

    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note))) func movieLens100kIsRead() throws {
        let table = try MovieLens.load(.oneHundredThousand, path: SharedFolder.movieLens100k.path)
        let info = TableSummary(table)
        #expect((info.ratings, info.users, info.items) == (100_000, 943, 1682))
        #expect(table.titles[.integer(50)] == "Star Wars (1977)")
    }

    @Test func withoutANetworkTheErrorNamesThePlaceForACopyByHand() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        // Port 9 of this machine answers nobody.
        let download = MovieLensDownload(.oneHundredThousand, into: folder.path, from: "http://127.0.0.1:9/")
        let error = await #expect(throws: RatingsError.self) { try await download.run { _, _ in } }
        #expect(error?.description.contains(folder.path) == true)
        #expect(error?.description.contains("ml-100k.zip") == true)
    }

    @Test func checksumsAreMD5() {
        #expect(MD5.hexadecimal(of: []) == "d41d8cd98f00b204e9800998ecf8427e")
        #expect(MD5.hexadecimal(of: Array("abc".utf8)) == "900150983cd24fb0d6963f7d28e17f72")
        #expect(MD5.hexadecimal(of: [UInt8](repeating: 0x61, count: 119)) == "8a7bd0732ed6a28ce75f6dabc90e1613")
    }
}
