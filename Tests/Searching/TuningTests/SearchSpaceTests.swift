import RandomSource
import Testing
import Tuning
import Values

enum Spaces {
    /// All ten types, and a nested choice.
    static let all = """
        {"a": {"_type": "choice", "_value": ["x", 3, 2.5, [16, 8, 4]]}, "b": {"_type": "randint", "_value": [2, 9]},
         "c": {"_type": "uniform", "_value": [-1, 1]}, "d": {"_type": "quniform", "_value": [0, 10, 2.5]},
         "e": {"_type": "loguniform", "_value": [1e-5, 1]}, "f": {"_type": "qloguniform", "_value": [1, 100, 5]},
         "g": {"_type": "normal", "_value": [0, 1]}, "h": {"_type": "qnormal", "_value": [10, 3, 2]},
         "i": {"_type": "lognormal", "_value": [0, 1]}, "j": {"_type": "qlognormal", "_value": [1, 1, 0.5]},
         "k": {"_type": "choice", "_value": [{"_name": "sgd", "m": {"_type": "uniform", "_value": [0, 1]}}, {"_name": "adam"}]}}
        """

    /// Numbers in all the ways that Metis takes.
    static let numbers = """
        {"a": {"_type": "choice", "_value": [1, 3, 2.5]}, "b": {"_type": "randint", "_value": [2, 9]},
         "c": {"_type": "uniform", "_value": [-1, 1]}, "d": {"_type": "quniform", "_value": [0, 10, 2.5]}}
        """

    static func read(_ text: String) throws -> SearchSpace { try SearchSpace(json: try JSONValue(parsing: text)) }
}

@Suite struct SearchSpaceTests {
    @Test func nnisJSONReadsAndWritesTheSame() throws {
        let space = try Spaces.read(Spaces.all)
        #expect(try SearchSpace(json: space.json) == space)
        #expect(space.json == (try JSONValue(parsing: Spaces.all)))
        #expect(space.parameterNames == ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"])
    }

    @Test func everyDrawIsAPointOfTheSpace() throws {
        let space = try Spaces.read(Spaces.all)
        var draws = SplittableGenerator(seed: 1)
        var nested = Set<String>()
        for _ in 0..<500 {
            let point = space.sample(using: &draws)
            #expect(space.contains(point))
            nested.insert(point["k"]?.object?["_name"]?.string ?? "")
            let d = point["d"]?.number ?? .nan
            #expect([0, 2.5, 5, 7.5, 10].contains(d))
            #expect((2..<9).contains(point["b"]?.integer ?? 0))
        }
        #expect(nested == ["sgd", "adam"])
    }

    @Test func dottedNamesNest() throws {
        var builder = SearchSpaceBuilder()
        try builder.add(name: "optimizer", type: "choice", values: ["adam", "sgd"])
        try builder.add(name: "optimizer.adam.lr", type: "loguniform", values: [1e-4, 1e-2])
        let json = try builder.build().json
        #expect(json.text().contains("{\"_name\": \"adam\", \"lr\": {\"_type\": \"loguniform\""))
        #expect(
            throws: SearchSpaceError.unknownOption(
                path: "optimizer.x.lr", parent: "optimizer", option: "x", known: ["adam", "sgd"])
        ) {
            try builder.add(name: "optimizer.x.lr", type: "uniform", values: [0, 1])
        }
        #expect(throws: SearchSpaceError.unknownParent(path: "q.x.lr", parent: "q")) {
            try builder.add(name: "q.x.lr", type: "uniform", values: [0, 1])
        }
        #expect(throws: SearchSpaceError.duplicate(path: "optimizer")) {
            try builder.add(name: "optimizer", type: "choice", values: [1])
        }
    }

    @Test(
        arguments: [
            ("uniform", [0.1, 0.001]), ("uniform", [1]), ("loguniform", [0, 1]), ("quniform", [0, 1, 0]),
            ("normal", [0, -1]), ("randint", [3, 3]),
            ("randint", [0.5, 3]), ("choice", []), ("unifrom", [0, 1]), ("uniform", ["a", "b"]), ("qnormal", [0, 1]),
        ] as [(String, [JSONValue])])
    func badLinesNameTheParameter(type: String, values: [JSONValue]) {
        var builder = SearchSpaceBuilder()
        let error = #expect(throws: SearchSpaceError.self) {
            try builder.add(name: "lr_all", type: type, values: values)
        }
        #expect(error?.description.contains("lr_all") == true)
    }

    @Test func whatIsNoSpaceIsRefused() {
        for text in [
            "[]", "{}", "{\"a\": 3}", "{\"a\": {\"_type\": \"uniform\"}}",
            "{\"a\": {\"_type\": \"uniform\", \"_value\": 3}}",
        ] {
            #expect(throws: SearchSpaceError.self) { try Spaces.read(text) }
        }
    }
}
