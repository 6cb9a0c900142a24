import Testing
import Values

@Suite struct ParameterTests {
    private let descriptions = [
        ParameterDescription("n_factors", .integer(1...1000), default: 100, help: "factors"),
        ParameterDescription("lr_all", .number(0...1), default: 0.005, help: "rate"),
        ParameterDescription("biased", .boolean, default: true, help: "biases"),
        ParameterDescription("precision", .choice(["single", "double"]), help: "precision"),
        ParameterDescription("layers", .integer(1...100), isList: true, help: "layers"),
    ]

    @Test func missingParametersTakeTheirDefaultsInTheOrderOfDeclaration() throws {
        let complete = try ParameterDescription.complete(["lr_all": 1], with: descriptions)
        #expect(complete.keys == ["n_factors", "lr_all", "biased"])
        #expect(complete["lr_all"] == .number(1))
    }

    @Test func aWholeFloatingPointNumberIsAWholeNumber() throws {
        #expect(try descriptions[0].validate(50.0) == 50)
        #expect(throws: ParameterError.self) { try descriptions[0].validate(50.5) }
    }

    @Test func anUnknownParameterComesWithTheNearestName() {
        let error = #expect(throws: ParameterError.self) {
            try ParameterDescription.complete(["n_factor": 3], with: descriptions)
        }
        #expect(error?.description.contains("n_factors") == true)
    }

    @Test func aValueOutOfRangeIsNamedWithTheRange() {
        let error = #expect(throws: ParameterError.self) { try descriptions[1].validate(2) }
        #expect(error?.description == "lr_all is a number from 0 to 1, found 2")
    }

    @Test func wordsAreReadByKind() throws {
        #expect(try descriptions[2].parse("no") == false)
        #expect(try descriptions[4].parse("16,8,4") == [16, 8, 4])
        #expect(try descriptions[0].parse("1e2") == 100)
        #expect(throws: ParameterError.self) { try descriptions[3].parse("singel") }
    }

    @Test(arguments: [
        ("laod", "load"), ("--n-factor", "--n-factors"), ("trian", "train"), ("tep", "TPE"),
        ("experment", "experiment"),
    ])
    func aMistypedNameFindsTheNearestOne(typed: String, meant: String) {
        let names = ["load", "--n-factors", "--n-epochs", "train", "TPE", "experiment", "split"]
        #expect(nearestName(to: typed, among: names) == meant)
    }

    @Test func aWordOfAMegabyteFindsNothingAtOnce() {
        let start = ContinuousClock.now
        let names = (0..<50).map { "command\($0)" }
        #expect(nearestName(to: String(repeating: "command", count: 150_000), among: names) == nil)
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test func whatIsFarFromAllFindsNothing() {
        #expect(nearestName(to: "banana", among: ["load", "train", "TPE"]) == nil)
    }
}
