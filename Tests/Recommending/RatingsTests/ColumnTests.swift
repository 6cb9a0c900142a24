import Ratings
import Testing

/// Which column is what: heads, names, `--columns`, and tables of another shape.
@Suite struct ColumnTests {
    @Test(arguments: [
        ("userId,score,rating,movieId\n7,99,4,x\n", "7 x 4"), ("prediction,user,item,rating\n1.5,7,x,4\n", "7 x 4"),
        ("rating_value,stars,user,item,rating\n1,2,7,x,4\n", "7 x 4"),
        ("movieId,item_id,user,rating\n9,x,7,4\n", "7 x 4"),
    ])
    func aRolesOwnNameBeatsEverySynonym(text: String, row: String) throws {
        #expect(try ReadingBench.rows(text) == [row])
    }

    @Test func aPredictionIsNeverARating() {
        let text = ReadingBench.message("user,item,prediction\n1,2,3\n")
        #expect(text.contains("rating") && text.contains("load predictions"))
        #expect(ReadingBench.message("user,item,est\n1,2,3\n").contains("--columns"))
    }

    @Test func predictionsAreReadFromTheirOwnColumn() throws {
        for head in ["user,item,rating,est", "user,item,score,prediction", "user,item,rating,Predicted"] {
            let rows = try ReadingBench.rows("\(head)\n1,2,5,3\n") { $0.value = .prediction }
            #expect(rows == ["1 2 3"], "\(head)")
        }
    }

    @Test func whatWasChosenAmongSeveralIsSaid() throws {
        let reading = try ReadingBench.reading("user,movie,book,stars\n1,2,3,4\n")
        #expect(ReadingBench.rows(reading.table) == ["1 2 4"])
        #expect(reading.notices.contains { $0.contains("movie") && $0.contains("book") && $0.contains("--columns") })
    }

    @Test(arguments: [
        ("UserID::MovieID::Rating::Timestamp\n1::2::3::4\n", "1 2 3"),
        ("visitorid,itemid,rating\n1,2,3\n", "1 2 3"), ("msno,song_id,score\n1,2,3\n", "1 2 3"),
        ("user_id\tartist_id\tweight\n1\t2\t3\n", "1 2 3"), ("reviewerName,isbn13,overall\na,2,3\n", "a 2 3"),
        ("user_id:token,item_id:token,rating:float\n1,2,3\n", "1 2 3"),
        ("review/profileName,beer/beerId,review/overall\na,2,3\n", "a 2 3"),
        ("\"User-ID\";\"ISBN\";\"Book-Rating\"\n1;2;3\n", "1 2 3"), ("parent_asin,rating,user_id\nB,3,A\n", "A B 3"),
        ("customer_id,product_id,star_rating\n1,2,3\n", "1 2 3"),
        ("user_id,recipe_id,date,rating\n1,2,2003-02-17,3\n", "1 2 3"),
    ])
    func headsOfKnownDataSetsAreKnown(text: String, row: String) throws {
        #expect(try ReadingBench.rows(text) == [row])
    }

    @Test(arguments: [
        "who,what,much\n1,2,3\n", "foo,bar,baz\na,b,3\nc,d,4\n", "user,thing,rating\n1,2,3\n", ",0,1,2\n0,1,10,4\n",
    ])
    func anUnknownHeadIsNoRatingAndNamesTheOption(text: String) {
        #expect(ReadingBench.message(text).contains("--columns"))
    }

    @Test func anUnclearFirstLineIsToldOf() throws {
        for (text, isImplicit) in [
            ("0,1,2\n5,6,3\n", false), ("anna,heat\nu1,a1\n", true), ("0,1,2,3\n4,5,5,9\n", false),
        ] {
            let reading = try ReadingBench.reading(text) { $0.implicit = isImplicit }
            #expect(reading.table.count == 2)
            #expect(reading.notices.contains { $0.contains("--header") }, "\(text)")
        }
    }

    @Test func columnsMeanTheSameWithAHeadAndWithout() throws {
        for head in ["", "item,rating,user\n", "x,y,z\n"] {
            let rows = try ReadingBench.rows(head + "10,4,1\n11,3,1\n") {
                $0.columns = ["item", "rating", "user"]
                $0.header = !head.isEmpty
            }
            #expect(rows == ["1 10 4", "1 11 3"], "\(head)")
        }
        for head in ["", "a,b,c\n"] {
            let rows = try ReadingBench.rows(head + "10,4,1\n") {
                $0.columns = ["3", "1", "2"]
                $0.header = !head.isEmpty
            }
            #expect(rows == ["1 10 4"], "\(head)")
        }
        #expect(try ReadingBench.rows("a,b,c,rating\n10,1,9,4\n") { $0.columns = ["rating", "b", "a"] } == ["1 10 4"])
    }

    @Test(arguments: [
        (["user", "item", "rating", "timestamp"], "1,2,3\n", "timestamp"), (["1", "2", "7"], "1,2,3\n", "'7'"),
        (["who", "item", "rating"], "user,item,rating\n1,2,3\n", "'who'"),
        (["user", "user", "rating"], "1,2,3\n", "twice"),
        (["userId", "movieId", "rating"], "1,2,3\n", "userId"), (["1", "1", "3"], "1,2,3\n", "another name"),
        (["user", "item", "rating", "timestamp"], "user,item,rating\n1,2,3\n", "timestamp"),
    ])
    func whatColumnsAskForAndTheTextLacksIsAnError(columns: [String], text: String, culprit: String) {
        #expect(ReadingBench.message(text) { $0.columns = columns }.contains(culprit))
    }

    @Test func aRatingIsNotNamedWhereThereIsNone() {
        let text = ReadingBench.message("1,2,3\n") {
            $0.implicit = true
            $0.columns = ["user", "item", "rating"]
        }
        #expect(text.contains("--implicit"))
    }

    @Test(arguments: [
        "1,2,3,4,5\n2,3,4,5,6\n", "user,10,11,12\n1,5,3,4\n2,1,1,1\n", "userId,a,b\nu1,5,3\nu2,1,1\n",
        "name\theat\tseven\nanna\t5\t3\n",
    ])
    func aMatrixIsNotTakenForRows(text: String) {
        #expect(ReadingBench.message(text).contains("--columns"))
    }

    @Test func timesThatAreHardlyTimesAreToldOf() throws {
        let reading = try ReadingBench.reading("1,99,-7.82,8.79\n2,4.08,9,-0.29\n")
        #expect(reading.notices.contains { $0.contains("--columns") })
    }
}
