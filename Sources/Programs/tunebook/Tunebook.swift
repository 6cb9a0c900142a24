import ArgumentParser
import Foundation
import Kernels
import LineEditing
import Notebook
import Platform
import Script
import Values

/// The program: a prompt, a script, statements or standard input.
@main
enum Tunebook {
    static func main() {
        var arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == "run" { arguments.removeFirst() }
        do {
            let options = try CommandLineOptions.parse(arguments)
            if options.version {
                StandardStream.output.send("tunebook \(Release.version)\n")
                exit(0)
            }
            exit(run(options))
        } catch {
            let isHelp = CommandLineOptions.exitCode(for: error) == .success
            let message = CommandLineOptions.fullMessage(for: error)
            (isHelp ? StandardStream.output : .error).send(message + "\n")
            exit(isHelp ? 0 : 2)
        }
    }

    private static func run(_ options: CommandLineOptions) -> Int32 {
        if let missing = ProcessorSupport.missing {
            StandardStream.error.send(
                "error: this build needs a processor with \(missing); build it again on this machine, or with TUNEBOOK_MARCH=none\n"
            )
            return 1
        }
        let environment = ProcessInfo.processInfo.environment
        let isUTF8 = Terminal.localeIsUTF8
        Terminal.useLocale()
        Signals.begin()
        var folders = Folders(environment: environment)
        if let store = options.store { folders.store = store }
        let isPrompt = options.file == nil && options.statements == nil && Terminal.isInput
        let console = TerminalConsole(isInteractive: isPrompt, isUTF8: isUTF8, environment: environment)
        let session = Session(console: console, folders: folders)
        MainThread.wait {
            await session.configure(
                format: Settings.Format(rawValue: options.format), parameters: options.parameters,
                goesOn: options.keepGoing, echoes: options.echo)
        }
        if isPrompt { return Repl(session: session, console: console, environment: environment).run() }
        return ScriptRun(session: session, console: console).run(options)
    }
}
