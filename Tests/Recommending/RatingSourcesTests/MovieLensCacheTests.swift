import Foundation
import RatingSources
import Ratings
import TestSupport
import Testing

@Suite struct MovieLensCacheTests {
    private static let rows = (0..<70_000).map {
        "\($0 / 40 + 1),\($0 % 40 * 3 + 1),\(Double($0 % 10 + 1) / 2),\(880_000_000 + $0 * 7 % 1_000_003)"
    }

    private func set(in folder: TemporaryFolder) throws -> (data: String, cache: MovieLensCache) {
        let text = "userId,movieId,rating,timestamp\n" + Self.rows.joined(separator: "\n") + "\n"
        try folder.write(text, to: "ratings.csv")
        try folder.write("movieId,title,genres\n1,\"Ten, The é\",x\n", to: "movies.csv")
        return (folder.path, MovieLensCache(in: folder.path, fewestRatings: 1))
    }

    private func tables(_ folder: TemporaryFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.file("tables")).map { folder.file("tables/\($0)") }
    }

    @Test func theSecondLoadGivesTheSameTableWithoutReadingTheText() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let (data, cache) = try set(in: folder)
        let changed = Date(timeIntervalSince1970: 1_700_000_000)
        try FileManager.default.setAttributes([.modificationDate: changed], ofItemAtPath: data + "/ratings.csv")
        let first = try cache.load(.twentyMillion, path: data)
        let state = try FileManager.default.attributesOfItem(atPath: data + "/ratings.csv")
        // The same size and time, and no ratings in it: what is read now comes from elsewhere.
        let size = try #require(state[.size] as? Int)
        try Data(repeating: 0x23, count: size).write(to: URL(fileURLWithPath: data + "/ratings.csv"))
        try FileManager.default.setAttributes([.modificationDate: changed], ofItemAtPath: data + "/ratings.csv")
        let second = try cache.load(.twentyMillion, path: data)
        for table in [first.table, second.table] {
            #expect(table.fingerprint == (try RatingTable(file: text(in: folder))).fingerprint)
            #expect(table.scale == 0.5...5)
            #expect(table.titles == [.integer(1): "Ten, The é"])
            #expect(table.users.position(of: .integer(1750)) == 1749)
        }
        #expect(first.notice == nil && second.notice == nil)
    }

    private func text(in folder: TemporaryFolder) throws -> String {
        try folder.write("user,item,rating,timestamp\n" + Self.rows.joined(separator: "\n") + "\n", to: "same.csv")
        return folder.file("same.csv")
    }

    @Test func aChangedFileIsReadAnew() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let (data, cache) = try set(in: folder)
        _ = try cache.load(.twentyMillion, path: data)
        try folder.write("userId,movieId,rating,timestamp\n7,8,1.5,9\n", to: "ratings.csv")
        #expect(try cache.load(.twentyMillion, path: data).table.ratings == [1.5])
    }

    @Test(arguments: [0, 20, 3_000, 200_000, 500_000]) func aDamagedOrCutTableIsReadAnew(place: Int) throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let (data, cache) = try set(in: folder)
        let right = try cache.load(.twentyMillion, path: data).table.fingerprint
        let path = try #require(try tables(folder).first)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        var damaged = whole
        damaged[min(place, damaged.count - 1)] ^= 0x10
        for bytes in [damaged, whole.prefix(min(place, whole.count - 1))] {
            try bytes.write(to: URL(fileURLWithPath: path))
            #expect(try cache.load(.twentyMillion, path: data).table.fingerprint == right)
        }
    }

    @Test func aFolderThatCanNotBeWrittenCostsAWordAndNothingElse() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let (data, cache) = try set(in: folder)
        try folder.write("a file", to: "tables")
        let loaded = try cache.load(.twentyMillion, path: data)
        #expect(loaded.table.count == Self.rows.count)
        #expect(loaded.notice?.contains("can't be kept") == true)
    }

    @Test func whatIsSmallIsNotKept() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let (data, _) = try set(in: folder)
        _ = try MovieLensCache(in: folder.path).load(.twentyMillion, path: data)
        #expect(!FileManager.default.fileExists(atPath: folder.file("tables")))
    }
}
