import Testing
import Values

/// Words of a call, told apart by declarations.
@Suite struct ParameterWordsTests {
    private enum Color: String, CaseIterable { case red, green }

    private let data = Parameter<String>("DATA", required: .file, help: "a file")
    private let names = Parameter<[String]>("NAME", each: .text, help: "names", parsing: \.self)
    private let factors = Parameter("n_factors", 1...100, default: 10, help: "factors")
    private let sizes = Parameter("layer_sizes", each: 1...100, default: [16, 8], help: "sizes")
    private let biased = Parameter("biased", default: true, opposite: "unbiased", help: "biases")
    private let wait = Parameter(flag: "wait", help: "wait")
    private let color = Parameter("color", default: Color.red, help: "a colour")
    private let fixed = Parameter<JSONObject>("fix", of: ["a"], help: "fixed")
    private let even = Parameter<[Int]>("even", each: .word("EVEN", suggestions: []), help: "even") { text in
        guard let number = Int(text), number.isMultiple(of: 2) else { throw NotEven() }
        return number
    }

    private struct NotEven: Error {}

    private func read(_ text: String, isProgram: Bool = false) throws -> ParameterWords<String> {
        let declared: [any Declared] = [factors, sizes, biased, wait, color, fixed, even]
        return try ParameterWords(
            text.split(separator: " ").map(String.init), arguments: [data.description, names.description],
            options: declared.map(\.description), isProgram: isProgram)
    }

    @Test func argumentsAndOptionsStandInAnyOrderAndSpelling() throws {
        for text in [
            "x.csv --n-factors 5 --unbiased", "--n_factors=5 x.csv --unbiased", "--unbiased --n-factors 5 x.csv",
        ] {
            let given = ParameterValues(checked: try read(text).given)
            #expect(given[data] == "x.csv" && given[factors] == 5 && !given[biased])
            #expect(
                given[sizes] == [16, 8] && !given[wait] && given[color] == .red, "what is not given is the default")
        }
    }

    @Test func listsTakeWordsUpToTheNextOptionOrOneWordWithCommas() throws {
        for text in ["x --layer-sizes 8 4 2 --wait", "x --layer-sizes 8,4,2 --wait", "x --layer-sizes [8,4,2] --wait"] {
            let given = ParameterValues(checked: try read(text).given)
            #expect(given[sizes] == [8, 4, 2] && given[wait])
        }
        #expect(ParameterValues(checked: try read("x a b c").given)[names] == ["a", "b", "c"])
        #expect(ParameterValues(checked: try read("x --even 2 4").given)[even] == [2, 4])
    }

    @Test func assignmentsHaveTheTypesThatTheyLookLike() throws {
        let given = ParameterValues(checked: try read("x --fix a=1 b=0.5 c=word d=true").given)
        #expect(given[fixed] == ["a": 1, "b": 0.5, "c": "word", "d": true])
    }

    @Test(
        arguments: [
            ("", "DATA is missing", nil), ("x --n-factor 5", "there is no option --n-factor", "--n-factor"),
            ("x --n-factors", "--n-factors needs a value", "--n-factors"),
            ("x --n-factors 0", "--n-factors is a whole number from 1 to 100", "0"),
            ("x --n-factors 5 --n-factors 6", "--n-factors is given twice", "--n-factors"),
            ("x --biased --unbiased", "--unbiased and --biased exclude each other", "--unbiased"),
            ("x --no-biased --biased", "--biased and --unbiased exclude each other", "--biased"),
            ("x --wait=yes", "--wait takes no value, found 'yes'", "--wait=yes"),
            ("x --color gren", "did you mean green?", "gren"), ("x --fix a=1 a=2", "a of --fix is given twice", "a=2"),
            ("x --fix =1", "--fix is name=value", "=1"), ("x --even 2 3", "NotEven", "3"),
        ] as [(String, String, String?)])
    func whatIsWrongIsSaidOfTheWordThatItIsWrongWith(text: String, words: String, at place: String?) throws {
        let failure = #expect(throws: ParameterWords<String>.Failure.self) { try read(text) }
        #expect("\(try #require(failure).error)".contains(words))
        #expect(failure?.word == place)
    }

    @Test func aSwitchMayBeAnsweredByTrueOrFalse() throws {
        for (text, isOn) in [("--biased True x", true), ("--biased false x", false), ("x --biased", true)] {
            let read = try read(text).given
            #expect(read["biased"] == .boolean(isOn) && read["DATA"] == "x")
        }
        // Any other word is one of its own.
        #expect(try read("--biased 1").given["DATA"] == "1")
    }

    @Test func inACallOfAProgramTheLastOneCountsAndFlagsMayBeAnswered() throws {
        let given = ParameterValues(
            checked: try read("x --n-factors 5 --n-factors 6 --biased false --wait", isProgram: true).given)
        #expect(given[factors] == 6 && !given[biased] && given[wait])
        let other = ParameterValues(checked: try read("--biased x --no-biased", isProgram: true).given)
        #expect(other[data] == "x" && !other[biased])
    }

    @Test func aFlagThatIsOffAlreadyShowsNoneThatTurnsItOff() {
        #expect(wait.description.shownFlags == ["wait"])
        #expect(biased.description.shownFlags == ["biased", "unbiased"])
        #expect(factors.description.fallback == "10" && sizes.description.fallback == "16 8")
    }
}
