import Display
import ExperimentReports
import Experiments
import Foundation
import Platform
import Tuning
import Values

/// What is taken out of an experiment: its trials' output, and its results as a file.
enum ExperimentOutput {
    static let all: [CommandDeclaration] = [
        CommandDeclaration(
            "experiment log", .experiments, "what a trial has written, or without TRIAL the engine's own log",
            arguments: [
                ExperimentCommands.experiment,
                ArgumentDeclaration("TRIAL", .integer(0...10_000_000), "its number", isOptional: true),
            ],
            options: [
                OptionDeclaration(
                    "file", .choice(TrialOutput.allCases.map(\.rawValue)), "which of its files",
                    fallback: "the first that is not empty"),
                OptionDeclaration("tail", .integer(1...1_000_000), "the last so many lines", fallback: "all"),
            ], examples: ["experiment log far 3", "experiment log far --tail 20"], run: log),
        CommandDeclaration(
            "experiment export", .experiments, "writes an experiment's trials to a .json or .csv file",
            arguments: [ExperimentCommands.experiment, ArgumentDeclaration("FILE", .file, "ends in .json or .csv")],
            examples: ["experiment export tpe trials.csv"], run: export),
    ]

    @Sendable private static func log(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        guard let object = try await ExperimentCommands.named(session, call) as? ExperimentObject else { return nil }
        var trial: TrialRecord?
        if let number = call.integer("TRIAL") {
            guard let found = try await object.trial(number) else {
                throw call.failure(
                    NotebookError.badValue("\(number)", of: "TRIAL", expected: "the number of a trial", nearest: nil),
                    at: "TRIAL")
            }
            trial = found.trial
        }
        guard let live = await session.manager().live(object.name) else {
            throw call.failure(
                NotebookError.unavailable(
                    "'\(object.name)' does not run in this session, and its output is not in the store",
                    remedy: "'experiment show' tells how a trial ended"), at: "EXPERIMENT")
        }
        let kinds = call.text("file").flatMap(TrialOutput.init).map { [$0] } ?? [.errors, .output, .log]
        var text = ""
        try await PlacedError.placeAsync(call.place(of: "EXPERIMENT")) {
            for kind in kinds where text.isEmpty { text = try await live.output(of: trial, kind) }
        }
        if let tail = call.integer("tail") {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let end = lines.last?.isEmpty == true ? lines.dropLast() : lines[...]
            text = end.suffix(tail).joined(separator: "\n")
        }
        if text.hasSuffix("\n") { text.removeLast() }
        return PlainValue(.string(text))
    }

    @Sendable private static func export(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        guard let object = try await ExperimentCommands.named(session, call) as? ExperimentObject else { return nil }
        let snapshot = try await object.snapshot()
        let path = call.text("FILE") ?? ""
        let text: String
        if path.hasSuffix(".csv") {
            text = TrialTable.table(snapshot.trials).csv()
        } else if path.hasSuffix(".json") {
            text = ExperimentExport.json(snapshot).prettyText()
        } else {
            throw call.failure(NotebookError.unknownFormat(path: path, expected: [".json", ".csv"]), at: "FILE")
        }
        try PlacedError.place(call.place(of: "FILE")) { try FileBytes.write(text + "\n", to: path) }
        return nil
    }
}
