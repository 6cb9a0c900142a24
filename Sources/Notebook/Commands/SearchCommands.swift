import Experiments
import NNIProtocol
import RandomSource
import Tuning
import Values

enum SearchCommands {
    static let space = ArgumentDeclaration("SPACE", .object([.space]), "a search space")

    static let all: [CommandDeclaration] = [
        CommandDeclaration(
            "space show", .search, "a space's parameters", arguments: [space], examples: ["space show wide"]
        ) { session, call in try await session.object(call, "SPACE") },
        CommandDeclaration(
            "space sample", .search, "random points of a space", arguments: [space],
            options: [
                OptionDeclaration("n", .integer(1...100_000), "how many points", fallback: "5"),
                OptionDeclaration("seed", .integer(0...Int(UInt32.max)), "seed of the draws", fallback: "0"),
            ], examples: ["space sample wide --n 3 --seed 1"], run: sample),
        CommandDeclaration(
            "tuner list", .search, "the tuners there are",
            options: [
                OptionDeclaration(
                    "engine", .choice(EngineName.allCases.map(\.rawValue)), "those that this engine runs",
                    fallback: "embedded")
            ], examples: ["tuner list", "tuner list --engine nni"], run: tuners),
        CommandDeclaration(
            "tuner show", .search, "a tuner's arguments, for --tuner-args",
            arguments: [ArgumentDeclaration("NAME", .choice(Tuners.names), "a tuner")], examples: ["tuner show TPE"]
        ) { _, call in
            let tuner = try PlacedError.place(call.place(of: "NAME")) { try Tuners.named(call.text("NAME") ?? "") }
            return TableObject(
                columns: ["argument", "default", "means"],
                rows: tuner.arguments.map {
                    [.string($0.name), $0.defaultValue ?? .null, .string("\($0.help); \($0.expectation)")]
                },
                note: tuner.arguments.isEmpty ? "\(tuner.name) takes no arguments" : nil)
        },
    ]

    @Sendable private static func tuners(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        guard call.text("engine").flatMap(EngineName.init) == .nni else {
            return TableObject(
                columns: ["tuner", "searches by"], rows: Tuners.all.map { [.string($0.name), .string($0.summary)] })
        }
        let absent = NNITuners.names.filter { !NNITuners.running.contains($0) }
        return TableObject(
            columns: ["tuner"], rows: NNITuners.running.map { [.string($0)] },
            note: "NNI 3.0 names \(absent.joined(separator: ", ")) too; they do not run with today's Python packages")
    }

    @Sendable private static func sample(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        guard let space = (try await session.object(call, "SPACE") as? SpaceObject)?.space else { return nil }
        let generator = SplittableGenerator(seed: UInt64(session.seed(call.integer("seed"), fallback: 0)))
        let rows = (0..<(call.integer("n") ?? 5)).map { row -> [JSONValue] in
            var draws = generator.stream(UInt64(row))
            let point = space.sample(using: &draws)
            return space.parameterNames.map { point[$0] ?? .null }
        }
        return TableObject(columns: space.parameterNames, rows: rows)
    }
}
