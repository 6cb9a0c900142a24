import ArgumentParser
import Commands
import Foundation
import Kernels
import LineEditing
import Notebook
import Platform
import Script
import Values

/// The program: a prompt, a script, statements, standard input, or a document.
@main
enum Tunebook {
    static func main() { RoomyStack.run { begin() } }

    private static func begin() -> Never {
        Signals.beginPlain()
        var arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "render": start(RenderOptions.self, Array(arguments.dropFirst()), render)
        case "convert": start(ConvertOptions.self, Array(arguments.dropFirst()), convert)
        case "tuner" where arguments.dropFirst().first == "serve":
            start(TunerServeOptions.self, TunerServeOptions.named(Array(arguments.dropFirst(2)))) { options in
                ProcessLimits.hindrance.map { Self.refuse($0) } ?? TunerServeOptions.serve(options)
            }
        case "kernel": kernel(Array(arguments.dropFirst()))
        case "run": arguments.removeFirst()
        case "help": arguments = ["-c", "help " + arguments.dropFirst().map { "'\($0)'" }.joined(separator: " ")]
        default: break
        }
        start(CommandLineOptions.self, arguments, run)
    }

    private static func kernel(_ arguments: [String]) -> Never {
        let rest = Array(arguments.dropFirst())
        switch arguments.first {
        case "install": start(KernelInstallOptions.self, rest, KernelProgram.install)
        case "run":
            start(KernelRunOptions.self, rest) { options in
                Surroundings().map { KernelProgram.run(options, $0) } ?? 1
            }
        default: start(KernelOptions.self, arguments) { _ in 0 }
        }
    }

    private static func start<Options: ParsableCommand>(
        _ type: Options.Type, _ arguments: [String], _ run: (Options) -> Int32
    ) -> Never {
        do {
            exit(run(try Options.parse(arguments)))
        } catch {
            let isHelp = Options.exitCode(for: error) == .success
            (isHelp ? StandardStream.output : .error).send(Options.fullMessage(for: error) + "\n")
            exit(isHelp ? 0 : 2)
        }
    }

    private static func run(_ options: CommandLineOptions) -> Int32 {
        if options.version {
            StandardStream.output.send("tunebook \(Release.version)\n")
            return 0
        }
        guard let surroundings = Surroundings() else { return 1 }
        let isPrompt = options.file == nil && options.statements.isEmpty && Terminal.isInput
        let terminal = TerminalObserver(
            isInteractive: isPrompt, isUTF8: surroundings.isUTF8, environment: surroundings.environment)
        let lines = JSONLinesObserver { try terminal.write($0) }
        let folders = surroundings.folders(store: options.run.store)
        let session = session([terminal, lines], folders, options.run, isPrompt: isPrompt)
        MainThread.wait {
            // The option's own check knows the formats.
            try? await session.set(Settings.format.name, to: options.format)
            await session.configure(echoes: options.echo)
        }
        if isPrompt {
            return prompt(
                Repl(session: session, terminal: terminal, folders: folders, environment: surroundings.environment))
        }
        return ScriptRun(session: session, terminal: terminal).run(options)
    }

    /// The prompt with a journal: what the last session left is taken up, and this one can be.
    private static func prompt(_ repl: Repl) -> Int32 {
        let journals = JournalFolder(repl.folders.journals)
        var repl = repl
        repl.begins = { [session = repl.session, terminal = repl.terminal] in
            session.journal.keep(in: journals, after: journals.lost())
            if let remark = session.journal.remark { terminal.notice(remark) }
        }
        let status = repl.run()
        // A terminal that was closed is no way to leave.
        if status == 0 { repl.session.journal.close(in: journals) }
        journals.sweep(
            days: MainThread.wait { [session = repl.session] in await session.settings[Settings.journalDays] })
        return status
    }

    private static func convert(_ options: ConvertOptions) -> Int32 {
        let experiments = SessionExperiments(Folders(environment: ProcessInfo.processInfo.environment))
        return Converting.run(options, commands: CommandTable.tunebook(experiments).vocabulary)
    }

    private static func refuse(_ reason: String) -> Int32 {
        StandardStream.error.send("error: \(reason)\n")
        return 1
    }

    private static func render(_ options: RenderOptions) -> Int32 {
        guard let surroundings = Surroundings() else { return 1 }
        let terminal = TerminalObserver(
            showsResults: false, isUTF8: surroundings.isUTF8, environment: surroundings.environment)
        let journal = Journal()
        let session = session([terminal, journal], surroundings.folders(store: options.run.store), options.run)
        return Rendering(run: ScriptRun(session: session, terminal: terminal), journal: journal).write(options)
    }

    private static func session(
        _ observers: [any SessionObserver], _ folders: Folders, _ options: RunOptions, isPrompt: Bool = false
    ) -> Session {
        let experiments = SessionExperiments(folders)
        let session = Session(
            commands: .tunebook(experiments), background: experiments, observers: observers, isInteractive: isPrompt,
            home: folders.home)
        MainThread.wait { await session.configure(parameters: options.parameters, goesOn: options.keepGoing) }
        return session
    }
}

/// The process that the program runs in.
struct Surroundings {
    let environment = ProcessInfo.processInfo.environment
    let isUTF8 = Terminal.localeIsUTF8

    /// Gets terminal and signals ready; `nil` where the program can't run, once it has said why.
    init?() {
        if let missing = ProcessorSupport.missing {
            StandardStream.error.send(
                "error: this build needs a processor with \(missing); build it again on this machine, or with TUNEBOOK_MARCH=none\n"
            )
            return nil
        }
        if let hindrance = ProcessLimits.hindrance {
            StandardStream.error.send("error: \(hindrance)\n")
            return nil
        }
        Terminal.useLocale()
        Signals.begin()
    }

    func folders(store: String?) -> Folders {
        var folders = Folders(environment: environment)
        if let store { folders.store = store }
        return folders
    }
}
