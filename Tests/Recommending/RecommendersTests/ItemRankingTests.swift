import Compute
import Ratings
import Recommenders
import TestSupport
import Testing
import Values

@Suite struct ItemRankingTests {
    @Test(arguments: ["popular", "als", "svd"]) func listsOfManyUsersAreThoseOfEachAlone(name: String) throws {
        let table = try RatingTable.synthetic(users: 900, items: 700, ratings: 6000)
        let model = try GoldenRankings.run(name, name == "popular" ? [:] : ["n_factors": 4, "n_epochs": 1], on: table)
            .recommender
        let users = Array((0..<model.users.count).reversed())
        for removes in [true, false] {
            let lists = try model.rank(users: users, count: 7, removingSeen: removes, stop: StopFlag())
            #expect(lists.count == users.count)
            for (place, user) in users.enumerated() where place.isMultiple(of: 37) {
                let alone = try model.rank(users: [user], count: 7, removingSeen: removes, stop: StopFlag())
                #expect(alone == [lists[place]])
            }
        }
        #expect(try model.rank(users: [], count: 7, removingSeen: true, stop: StopFlag()).isEmpty)
    }

    @Test func aRequestToStopEndsARanking() throws {
        let model = try GoldenRankings.run("popular", [:], on: .synthetic(users: 900, items: 700, ratings: 6000))
            .recommender
        let stop = StopFlag()
        stop.stop()
        #expect(throws: ComputeError.stopped) {
            try model.rank(users: [0, 1], count: 3, removingSeen: true, stop: stop)
        }
    }
}
