import Testing
import Values

@Suite struct TypedParameterTests {
    private enum Kind: String, CaseIterable, Sendable { case one, two }

    private let count = Parameter("count", 1...9, default: 3, help: "how many")
    private let share = Parameter("share", 0...1, default: 0.5, help: "how much")
    private let rate = Parameter<Double?>("rate", 0...1, help: "how fast")
    private let flag = Parameter("flag", default: true, help: "whether")
    private let sizes = Parameter("sizes", each: 1...99, default: [16, 8], help: "how large")
    private let kind = Parameter("kind", default: Kind.two, help: "which")

    private var all: [ParameterDescription] {
        [
            count.description, share.description, rate.description, flag.description, sizes.description,
            kind.description,
        ]
    }

    @Test func whatIsNotGivenIsTheDeclaredDefault() throws {
        for values in [try ParameterValues([:], of: all), ParameterValues(checked: JSONObject())] {
            #expect(values[count] == 3 && values[share] == 0.5 && values[rate] == nil)
            #expect(values[flag] && values[sizes] == [16, 8] && values[kind] == .two)
        }
        #expect(try ParameterValues([:], of: all).json.keys == ["count", "share", "flag", "sizes", "kind"])
    }

    @Test func whatIsGivenIsReadAsWhatItIs() throws {
        let given: JSONObject = [
            "count": 5.0, "share": 1, "rate": 0.25, "flag": false, "sizes": [4], "kind": "ONE",
        ]
        let values = try ParameterValues(given, of: all)
        #expect(values[count] == 5 && values[share] == 1 && values[rate] == 0.25)
        #expect(!values[flag] && values[sizes] == [4] && values[kind] == .one)
    }

    @Test(
        arguments: [
            ("count", 0), ("share", "much"), ("rate", 2), ("flag", 1), ("sizes", [0]), ("kind", "three"),
            ("coun", 1),
        ] as [(String, JSONValue)]) func whatDoesNotFitIsRefusedByName(name: String, value: JSONValue)
    {
        let error = #expect(throws: ParameterError.self) { try ParameterValues([name: value], of: all) }
        #expect(error?.description.contains(name) == true)
    }

    @Test func everyDefaultPassesItsOwnCheck() throws {
        for parameter in all {
            guard let value = parameter.defaultValue else { continue }
            #expect(try parameter.validate(value) == value)
        }
    }
}
