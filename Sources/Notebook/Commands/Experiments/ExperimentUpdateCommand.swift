import Experiments
import NNIProtocol
import Notebook
import Platform
import Tuning
import Values

struct ExperimentUpdateCommand: Command {
    enum Change: String, CaseIterable { case concurrency, duration, trialnum, searchspace }

    let experiments: SessionExperiments
    let what = Parameter<String>(
        "WHAT", required: .choice(Change.allCases.map(\.rawValue)), help: "what is changed")
    let experiment: Parameter<String> = .experiment
    let value = Parameter<String>(
        "VALUE", required: .text, help: "a number, a time such as 30s 10m 2h 1d, or a space or its file")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment update", "changes a limit or the space of a running experiment",
            arguments: [what, experiment, value],
            examples: ["experiment update concurrency far 4", "experiment update duration far 2h"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let object = try await experiments.named(experiment, call, session)
        let change = try change(call, in: session)
        if await experiments.manager(session).live(object.id) == nil,
            let address = try await object.record().runningAddress
        {
            throw call.failure(
                NotebookError.unavailable(
                    "'\(object.name)' does not run in this session",
                    remedy: "'experiment attach \(address)' takes it up"), at: experiment)
        }
        try await experiments.ask(.change(change), of: object, call, at: experiment, in: session)
        return object
    }

    private func change(_ call: Invocation, in session: isolated Session) throws -> ExperimentChange {
        let text = call[value]
        func bad(_ expected: String) -> PlacedError {
            call.failure(NotebookError.badValue(text, of: call[what], expected: expected, nearest: nil), at: value)
        }
        switch Change(rawValue: call[what]) {
        case .concurrency:
            guard let count = Int(text), (1...256).contains(count) else { throw bad("a whole number from 1 to 256") }
            return .concurrency(count)
        case .trialnum:
            guard let count = Int(text), (1...10_000_000).contains(count) else {
                throw bad("a whole number of at least 1")
            }
            return .maxTrials(count)
        case .duration:
            guard let seconds = NNIDuration.seconds(JSONValue(word: text)), seconds > 0 else {
                throw bad(NNIDuration.expectation)
            }
            return .maxDuration(seconds)
        case .searchspace, nil:
            if let space = (call.words(value)[0].object ?? (try? session.object(named: text))) as? SpaceObject {
                return .searchSpace(space.space.json)
            }
            return .searchSpace(
                try PlacedError.place(call.place(of: value)) {
                    let bytes = try FileBytes.read(text)
                    guard let json = try? JSONValue(parsingUTF8: bytes) else {
                        throw bad("a space, or a JSON file of one")
                    }
                    return try SearchSpace(json: json).json
                })
        }
    }
}
