import Experiments
import NNIProtocol
import Notebook
import Script
import Tuning
import Values

/// Experiments by what people call them.
extension SessionExperiments {
    /// An experiment by its id, as an object of this session.
    func object(_ id: String, _ session: isolated Session) async throws -> ExperimentObject {
        let manager = manager(session)
        let record = try await manager.summary(id).record
        return ExperimentObject(
            id: id, name: record.name, manager: manager, waitsForEnd: !session.isInteractive)
    }

    /// The one that an argument names: what is defined here under that name, or else one of the store.
    ///
    /// - Throws: `PlacedError` at the argument.
    func named(_ argument: any Declared, _ call: Invocation, _ session: isolated Session) async throws
        -> ExperimentObject
    {
        guard let word = call.words(argument).first else { throw PlacedError(call.missing(argument), at: call.range) }
        return try await named(word, session)
    }

    /// Those that an argument names.
    ///
    /// - Throws: `PlacedError` at the word that is wrong.
    func named(_ list: Parameter<[String]>, _ call: Invocation, _ session: isolated Session) async throws
        -> [ExperimentObject]
    {
        var objects: [ExperimentObject] = []
        for word in call.words(list) { objects.append(try await named(word, session)) }
        if objects.isEmpty { throw PlacedError(call.missing(list), at: call.range) }
        return objects
    }

    private func named(_ word: CallWord, _ session: isolated Session) async throws -> ExperimentObject {
        if let object = word.object ?? (try? session.object(named: word.text)) {
            if let experiment = object as? ExperimentObject { return experiment }
            throw PlacedError(
                NotebookError.wrongKind("'\(word.text)'", expected: [.experiment], found: object.kind), at: word.range)
        }
        let manager = manager(session)
        return try await PlacedError.placeAsync(word.range) {
            try await object(try await manager.id(of: word.text), session)
        }
    }

    /// A name that an experiment may have.
    func checked(_ name: String, at argument: any Declared, _ call: Invocation) throws -> String {
        let expected: String? =
            !name.contains { !$0.isWhitespace }
            ? "a name of at least a letter" : name.contains("~") ? "a name without ~, which counts back" : nil
        guard let expected else { return name }
        throw call.failure(
            NotebookError.badValue(name, of: "a name", expected: expected, nearest: nil), at: argument)
    }

    /// What a call starts: waits for it where that is wanted, or says later that it has ended.
    func follow(
        _ live: any LiveExperiment, _ call: Invocation, port: Int?, waits: Bool, in session: isolated Session
    ) async throws -> ExperimentObject {
        await session.tellWarnings()
        let object = try await object(live.configuration.id, session)
        if let port, live.configuration.engine == .embedded {
            do { try await serve(live, port: port, session) } catch {
                await live.stop()
                throw error
            }
        }
        if waits {
            // The name stays, whatever becomes of it.
            if let target = call.target { await session.define(target, object) }
            try await wait(for: live, session)
        } else {
            announceEnd(of: live, object, session)
        }
        return object
    }

    /// Asks something of a running experiment, in whichever session it runs.
    func ask(
        _ request: ExperimentRequest, of object: ExperimentObject, _ call: Invocation, at argument: any Declared,
        in session: isolated Session
    ) async throws {
        let manager = manager(session)
        try await PlacedError.placeAsync(call.place(of: argument)) {
            let live = await manager.live(object.id)
            if case .learn(let trials) = request, live == nil, try await object.status().hasEnded {
                try await manager.keep(trials.compactMap(PastTrial.init(json:)), for: object.id)
            } else if let live {
                try await live.take(request)
            } else if try await object.status().hasEnded {
                throw ExperimentError.hasEnded(name: object.name)
            } else {
                try await manager.ask(request, of: object.id)
            }
        }
    }
}
