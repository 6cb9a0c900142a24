import Notebook
import Tuning
import Values

/// `tuner start`, `tuner ask`, `tuner tell`: a search by hand.
struct TunerStartCommand: Command {
    let space: Reference<SpaceObject> = .space
    let tuner = Parameter<String>("tuner", .choice(Tuners.names), default: "Auto", help: "how it is searched")
    let arguments = Parameter<JSONObject>(
        "tuner_args", of: Tuners.all.flatMap { $0.arguments.map(\.name) }, help: "the tuner's arguments")
    let minimize = Self.goals("minimize", unset: "one value", help: "what should be low, by names of yours")
    let maximize = Self.goals("maximize", help: "what should be high")
    let maxTrials = Parameter<Int?>("max_trials", 1...10_000_000, help: "how many trials there will be, where you know")
    let seed = Parameter("seed", 0...Int(UInt32.max), default: 0, help: "seed of the search")

    private static func goals(_ name: String, unset: String? = nil, help: String) -> Parameter<[String]> {
        Parameter<[String]>(name, each: .word("NAME", suggestions: []), unset: unset, help: help) { $0 }
    }

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "tuner start", "begins a search by hand: 'tuner ask' gives points, 'tuner tell' takes what they came to",
            arguments: [space], options: [tuner, arguments, minimize, maximize, maxTrials, seed],
            examples: ["hand = tuner start wide --tuner TPE --minimize rmse"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let space = try await session.object(space, call).space
        let goals = try PlacedError.place(call.place(of: minimize)) {
            try Goals(maximize: call[maximize], minimize: call[minimize])
        }
        let task = SearchTask(
            space, goals: goals, seed: UInt64(session.seed(seed, call)),
            trials: call[maxTrials])
        let made = try PlacedError.place(call.place(of: call.has(arguments) ? arguments : tuner)) {
            try Tuners.named(call[tuner]).make(arguments: call[arguments], for: task)
        }
        return HandSearchObject(OpenSearch(made, goals: task.goals), tuner: call[tuner])
    }
}

extension Reference<HandSearchObject> {
    fileprivate static var handSearch: Self {
        Reference("SEARCH", .search, isRequired: true, help: "what 'tuner start' gave")
    }
}

struct TunerAskCommand: Command {
    let search: Reference<HandSearchObject> = .handSearch

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "tuner ask", "the next point of a search by hand: its trial's number and its parameters",
            arguments: [search],
            examples: ["point = tuner ask hand"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let search = try await session.object(search, call)
        let (id, suggestion) = search.with { $0.ask() }
        switch suggestion {
        case .parameters(let point): return MetricsObject(JSONObject([("trial", .integer(id))]).merging(point))
        case .waiting:
            throw call.failure(
                NotebookError.unavailable(
                    "the tuner waits for what its points came to", remedy: "'tuner tell' tells it"), at: self.search)
        case .exhausted:
            throw call.failure(
                NotebookError.unavailable("every point of the space was asked for"), at: self.search)
        }
    }
}

struct TunerTellCommand: Command {
    let search: Reference<HandSearchObject> = .handSearch
    let trial = Parameter("TRIAL", required: 0...1_000_000_000, help: "the number that 'tuner ask' gave")
    let values = Parameter<[String]>(
        "VALUES", each: .word("VALUE", suggestions: ["FAILED"]), isRequired: true,
        help: "a number for each objective in their order, or FAILED"
    ) { word in
        guard word == "FAILED" || JSONValue(word: word).number != nil || JSONValue.string(word).measured != nil else {
            throw ParameterError.badValue(name: "VALUES", value: word, expected: "a number, or FAILED", nearest: nil)
        }
        return word
    }

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "tuner tell", "what a point of a search by hand came to", arguments: [search, trial, values],
            examples: ["tuner tell hand 0 0.93"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let search = try await session.object(search, call)
        let (number, words) = (call[trial], call[values])
        try PlacedError.place(call.place(of: trial)) {
            try search.with { search in
                if words == ["FAILED"] {
                    try search.fail(number)
                } else {
                    let numbers = words.map { JSONValue(word: $0).number ?? JSONValue.string($0).measured ?? .nan }
                    try search.tell(number, values: numbers)
                }
            }
        }
        return search
    }
}
