import Foundation
import Metrics
import Platform
import Ratings
import Statistics
import TestSupport
import Testing
import Values

/// Metrics of lists by what the training saw: coverage, diversity, novelty, serendipity.
@Suite struct CatalogMetricTests {
    private static let names = ["coverage", "distributional_coverage", "diversity", "novelty", "serendipity"]

    /// What a training of these ratings saw, each user's items in the order of the rows.
    private static func context(_ table: RatingTable) -> MetricContext {
        let groups = RowGroups(table.userPositions, groups: table.users.count)
        return MetricContext(
            itemCount: table.items.count, starts: groups.starts.map(Int32.init),
            items: groups.rows.map { table.itemPositions[$0] })
    }

    private static func values(
        _ metrics: [String], of lists: [(user: Int, items: [Int32])], on training: RatingTable
    ) throws -> [Double] {
        let catalog = CatalogLists(users: lists.map(\.user), lists: lists.map(\.items))
        let rankings = RankedLists(users: lists.map(\.user), lists: lists.map(\.items), catalog: catalog)
        let judged = Judged(truth: training, rankings: rankings, context: context(training))
        return try judged.values(of: metrics.map { try Metric(parsing: $0) }).map(\.value)
    }

    /// The golden lists are whole lists of recommendations, the truth the training data.
    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note))) func valuesAreTheGoldenOnes() throws
    {
        let golden = try JSONValue(parsingUTF8: FileBytes.read(SharedFolder.golden("metrics.json").path))
        let goldenNames = ["catalog_coverage", "distributional_coverage", "diversity", "novelty", "serendipity"]
        for item in golden.array ?? [] {
            let training = RatingTable(rows: (item["true"].array ?? []).map(\.numbers))
            var lists: [Int: [Int32]] = [:]
            for pair in (item["recommended"].array ?? []).map(\.numbers) {
                let user = try #require(training.users.position(of: .integer(Int(pair[0]))))
                let item = try #require(training.items.position(of: .integer(Int(pair[1]))))
                lists[user, default: []].append(Int32(item))
            }
            let values = try Self.values(
                Self.names.map { $0 + "@1000" }, of: lists.map { ($0.key, $0.value) }, on: training)
            for (value, name) in zip(values, goldenNames) {
                let expected = item["expected"][name].number ?? .nan
                #expect(
                    abs(value - expected) < 1e-10 || value.isNaN && expected.isNaN, "\(name): \(value), \(expected)")
            }
        }
    }

    /// Items 1 and 2 have the same two users, item 3 another one.
    private static let training = RatingTable(rows: [[1, 1, 5], [1, 2, 4], [2, 1, 3], [2, 2, 3], [3, 3, 1]])

    @Test func itemsOfTheSameUsersAreAlikeAndThoseOfOthersAreNot() throws {
        let values = try Self.values(["diversity@2", "serendipity@2"], of: [(0, [0, 1])], on: Self.training)
        #expect(values.allSatisfy { abs($0) < 1e-12 })
        let other = try Self.values(["diversity@2", "serendipity@2"], of: [(2, [0, 2])], on: Self.training)
        #expect(other[0] == 1 && abs(other[1] - 0.5) < 1e-12)
    }

    @Test func whatFewHaveRatedIsMoreOfANovelty() throws {
        let values = try Self.values(["novelty@1", "novelty@2"], of: [(0, [2, 0])], on: Self.training)
        #expect(abs(values[0] - 2.321928094887362) < 1e-12 && values[1] < values[0])
    }

    @Test func theSameItemForAllCoversNothingButItself() throws {
        let values = try Self.values(
            ["distributional_coverage@1", "coverage@1", "distributional_coverage@2"],
            of: [(0, [2, 0]), (1, [2, 1])], on: Self.training)
        #expect(values[0] == 0 && abs(values[1] - 1 / 3) < 1e-12 && abs(values[2] - 1.5) < 1e-12)
    }

    @Test func listsOfOneItemHaveNoDiversity() throws {
        #expect(try Self.values(["diversity@1"], of: [(0, [0, 1])], on: Self.training)[0].isNaN)
    }

    @Test(arguments: ["diversity@2", "novelty@2", "serendipity@2"])
    func aUsersValueIsThatOfTheUsersListAlone(name: String) throws {
        let lists: [[Int32]] = [[2, 0], [1], [0, 1]]
        func measured(_ users: [Int]) throws -> MeasuredMetric {
            let own = users.map { lists[$0] }
            let judged = Judged(
                truth: Self.training,
                rankings: RankedLists(users: users, lists: own, catalog: CatalogLists(users: users, lists: own)),
                context: Self.context(Self.training))
            return try #require(try judged.measured([try Metric(parsing: name)]).first)
        }
        let all = try measured([0, 1, 2])
        let users = try #require(all.users)
        #expect(users.users == [0, 1, 2])
        #expect(abs(users.whole.value(users.whole.terms.map { $0.reduce(0, +) }) - all.value) < 1e-15)
        #expect(largestDifference(users.values, try [0, 1, 2].map { try measured([$0]).value }) < 1e-15)
        #expect([all].intervals[0] != nil)
    }

    @Test func aRequestToStopIsHeard() {
        let lists = CatalogLists(users: [0], lists: [[0, 1]])
        let judged = Judged(
            truth: Self.training, rankings: RankedLists(users: [0], lists: [[0, 1]], catalog: lists),
            context: Self.context(Self.training), isStopped: { true })
        #expect(throws: MetricsError.stopped) { try judged.values(of: [try Metric(parsing: "diversity@2")]) }
    }
}
