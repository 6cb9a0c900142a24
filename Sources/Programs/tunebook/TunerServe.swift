import ArgumentParser
import Commands
import Platform
import Values

/// `tunebook tuner serve`.
struct TunerServeOptions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tunebook tuner serve",
        abstract: "A tuner for other programs: JSON lines on standard input are answered on standard output.",
        discussion: """
            {"ask": 1} gives {"id": 0, "parameters": {…}}, {"status": "waiting"} or {"status": "exhausted"};
            {"report": {"id": 0, "step": 3, "value": 0.95}} gives {"decision": "continue"}, "stop" or "pause";
            {"tell": {"id": 0, "value": 0.93}}, with "values" by name for several objectives or "status": "FAILED", \
            gives {"ok": true}; a bad line gives {"error": "…"}.
            """)

    @Option(help: ArgumentHelp("The search space, NNI's JSON or YAML.", valueName: "file"))
    var space: String

    @Option(help: ArgumentHelp("How it is searched; 'tuner list' in the shell tells them.", valueName: "name"))
    var tuner = "Auto"

    @Option(parsing: .upToNextOption, help: ArgumentHelp("The tuner's arguments.", valueName: "name=value"))
    var tunerArgs: [String] = []

    @Option(help: ArgumentHelp("What ends hopeless trials early.", valueName: "name"))
    var assessor: String?

    @Option(parsing: .upToNextOption, help: ArgumentHelp("The assessor's arguments.", valueName: "name=value"))
    var assessorArgs: [String] = []

    @Option(parsing: .upToNextOption, help: ArgumentHelp("What should be low; one objective needs no name."))
    var minimize: [String] = []

    @Option(parsing: .upToNextOption, help: ArgumentHelp("What should be high."))
    var maximize: [String] = []

    @Option(help: "Seed of the search.")
    var seed = 0

    @Option(help: "How many trials there will be, where that is known.")
    var maxTrials: Int?

    mutating func validate() throws {
        if seed < 0 { throw ValidationError("--seed is a whole number from 0, found '\(seed)'") }
        if let maxTrials, maxTrials < 1 {
            throw ValidationError("--max-trials is a whole number from 1, found '\(maxTrials)'")
        }
    }

    /// The arguments with a name for an objective that has none, which the parser asks for.
    static func named(_ arguments: [String]) -> [String] {
        arguments.indices.flatMap { index -> [String] in
            let isBare =
                ["--minimize", "--maximize"].contains(arguments[index])
                && (index + 1 == arguments.count || arguments[index + 1].hasPrefix("--"))
            return isBare ? [arguments[index], "default"] : [arguments[index]]
        }
    }

    /// - Returns: the exit status.
    static func serve(_ options: TunerServeOptions) -> Int32 {
        var request = TunerServing.Request(space: options.space, tuner: options.tuner)
        request.maximize = options.maximize
        request.minimize = options.minimize
        request.tunerArguments = options.tunerArgs
        request.assessor = options.assessor
        request.assessorArguments = options.assessorArgs
        request.seed = options.seed
        request.trials = options.maxTrials
        do {
            var serving = try TunerServing(request)
            try serving.run()
            return 0
        } catch PlatformError.closed {
            return 0
        } catch {
            StandardStream.error.send("error: \(error)\n")
            return 2
        }
    }
}
