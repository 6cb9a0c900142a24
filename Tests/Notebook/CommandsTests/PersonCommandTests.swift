import Notebook
import TestSupport
import Testing
import Values

/// Whom items are recommended to, and what they are called.
@Suite struct PersonCommandTests {
    /// Five films, two of which have the same title.
    private static let films =
        "movieId,title,genres\n10,Alien (1979),x\n20,Solaris (1972),x\n"
        + "30,Solaris (2002),x\n40,Twins,x\n50,Twins,x\n"
    private static let rows =
        "userId,movieId,rating,timestamp\n"
        + "1,10,5,1\n1,20,4,1\n2,10,4,1\n2,30,3,1\n3,10,5,1\n3,20,2,1\n3,40,1,1\n4,50,3,1\n4,30,5,1\n"

    private func bench(
        _ script: String, own: String = "", format: Settings.Format = .json
    ) async throws -> (Bench, Outcome) {
        let bench = try await Bench(format: format)
        try bench.folder.write(Self.rows, to: "ratings.csv")
        try bench.folder.write(Self.films, to: "movies.csv")
        try bench.folder.write(own, to: "own.csv")
        let script = script.replacing("FOLDER", with: bench.folder.path)
        let outcome = await bench.run(
            "films = load movielens latest-small --path \(bench.folder.path)\nm = train popular films\n" + script)
        return (bench, outcome)
    }

    private func failure(_ script: String) async throws -> String {
        let (bench, outcome) = try await bench(script, format: .text)
        #expect(outcome == .failed)
        return bench.notices
    }

    private func items(_ bench: Bench) -> [JSONValue] {
        bench.last("recommendations").array?.map { $0["item"] } ?? []
    }

    @Test func whoIsNotInTheDataIsRecommendedWhatTheyHaveNotNamed() async throws {
        let (bench, outcome) = try await bench("recommend m --like 10 'solaris (1972)' --k 5")
        #expect(outcome == .done && items(bench) == [30, 40, 50])
    }

    @Test(arguments: ["item,rating\n10,5\n30,4\n", "10;5\n30;4\n", "user,item,rating\nme,10,5\nme,30,4\n"])
    func onePersonsRatingsAreReadFromAFileWithOrWithoutTheirName(text: String) async throws {
        let (bench, outcome) = try await bench("recommend m --ratings FOLDER/own.csv --k 9", own: text)
        #expect(outcome == .done && items(bench) == [20, 40, 50], "\(bench.notices)")
    }

    @Test func ratingsOfSeveralPeopleAreNoPersons() async throws {
        #expect(try await failure("recommend m --ratings FOLDER/ratings.csv").contains("4 users"))
    }

    @Test func aTitleThatSeveralItemsHaveIsRefusedWithTheirIdentifiers() async throws {
        let notices = try await failure("similar m Twins")
        #expect(notices.contains("40") && notices.contains("50") && notices.contains("identifier"))
        #expect(try await failure("predict m 1 solaris").contains("20 (Solaris (1972)), 30 (Solaris (2002))"))
    }

    @Test func aPartOfATitleThatOneItemHasIsTheItem() async throws {
        let (bench, outcome) = try await bench("predict m 1 'alien'\n")
        #expect(outcome == .done && bench.last("value").number == 3)
        let (nobody, _) = try await self.bench("predict m 1 'stalker'\n")
        #expect(nobody.notices.contains("no item stalker"))
    }

    @Test(arguments: [
        ("recommend m", "USER"), ("recommend m 1 --like 10", "one person"), ("recommend m --like", "--like"),
        ("recommend m --like 77", "no item 77"), ("recommend m 9", "no user 9"),
        ("recommend m 1 --why", "not a sum over ratings"), ("evaluate m films --metrics rmse", "ndcg@10"),
        ("space default popular", "nothing to tune"), ("space default svdd", "did you mean 'svd'"),
        ("experiment start popular films --folds 2", "nothing to tune"),
    ])
    func whatCanNotBeAskedOfAModelIsSaidWithTheRemedy(line: String, expected: String) async throws {
        let notices = try await failure(line)
        #expect(notices.contains(expected) && notices.contains("t.tb:3:"), "\(notices)")
    }

    @Test func whoeverRatedEverythingGetsAnEmptyListAndAWord() async throws {
        let (bench, outcome) = try await bench("recommend m --like 10 20 30 40 50")
        #expect(outcome == .done && items(bench).isEmpty && bench.notices.contains("rated already"))
    }

    @Test func itemsAreFoundByWordsOfTheirTitleWholeTitlesFirst() async throws {
        let (bench, _) = try await bench("find films 'solaris 2002'\nfind m twins")
        let tables = bench.results.filter { $0["kind"].string == "table" }.map { $0["value"]["rows"] }
        #expect(tables == [[[30, "Solaris (2002)"]], [[40, "Twins"], [50, "Twins"]]])
    }

    @Test func aSplitTrainsWithItsTrainPartAndIsJudgedByItsValidationPart() async throws {
        let bench = try await Bench(format: .json)
        let outcome = await bench.run(
            """
            r = load synthetic --users 30 --items 20 --ratings 300 --seed 1
            data = split r --ratio 0.6 0.2 0.2
            a = train svd data --n-epochs 2
            b = train svd data.train --validate data.validation --n-epochs 2
            a
            b
            """)
        #expect(outcome == .done)
        let curves = bench.results.filter { $0["kind"].string == "model" }.map { $0["value"]["curve"] }
        #expect(
            curves.count >= 2 && curves.allSatisfy { $0 == curves[0] && $0.array?.first?["validation"].number != nil })
    }
}
