import ArgumentParser
import Commands
import Foundation
import JupyterKernel
import LineEditing
import Notebook
import Platform

/// `tunebook kernel`.
enum KernelProgram {
    /// - Returns: the exit status.
    static func install(_ options: KernelInstallOptions) -> Int32 {
        let environment = ProcessInfo.processInfo.environment
        let data =
            options.prefix.map { $0 + "/share/jupyter" }
            ?? KernelSpec.userFolder(environment, home: Folders(environment: environment).home)
        do {
            let folder = try KernelSpec.install(in: data, program: Folders.program)
            StandardStream.output.send("the kernel is installed in \(folder)\n")
            return 0
        } catch {
            return refuse("\(error); --prefix DIR installs it elsewhere")
        }
    }

    /// - Returns: the exit status.
    static func run(_ options: KernelRunOptions, _ surroundings: Surroundings) -> Int32 {
        let folders = surroundings.folders(store: options.store)
        let kernel: Kernel
        do {
            kernel = try Kernel(Connection(path: options.file)) { observer in
                let experiments = SessionExperiments(folders)
                return Session(
                    commands: .tunebook(experiments), background: experiments, observers: [observer],
                    isInteractive: true, home: folders.home)
            }
        } catch {
            return refuse("\(error)")
        }
        let parent = surroundings.environment["JPY_PARENT_PID"].flatMap { Int($0) }
        MainThread.wait {
            await kernel.run(parent: parent)
        } onSignal: { signal, _ in
            if signal == Signals.interrupt { kernel.interrupt() } else { kernel.stop() }
        }
        return 0
    }

    private static func refuse(_ reason: String) -> Int32 {
        StandardStream.error.send("error: \(reason)\n")
        return 1
    }
}

/// `tunebook kernel`, before another word.
struct KernelOptions: ParsableCommand {
    enum Action: String, ExpressibleByArgument, CaseIterable { case install, run }

    static let configuration = CommandConfiguration(
        commandName: "tunebook kernel", abstract: "Tunebook in Jupyter: see 'tunebook kernel install --help'.")

    @Argument(help: "install or run.")
    var action: Action
}

/// `tunebook kernel install`.
struct KernelInstallOptions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tunebook kernel install", abstract: "Lets Jupyter find Tunebook as a kernel.",
        discussion: "Installed again, the kernel is what this program is now.")

    @Flag(help: "For this person alone; the default.")
    var user = false

    @Option(help: ArgumentHelp("For whoever uses the Python environment in this folder.", valueName: "dir"))
    var prefix: String?

    mutating func validate() throws {
        if user, prefix != nil { throw ValidationError("give --user or --prefix, not both") }
        if prefix == "" { throw ValidationError("--prefix takes a folder") }
    }
}

/// `tunebook kernel run`.
struct KernelRunOptions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tunebook kernel run",
        abstract: "Runs as a Jupyter kernel: Jupyter calls this, and writes the file.")

    @Argument(help: "The connection file.")
    var file: String

    @Option(help: ArgumentHelp("Where experiments are kept.", valueName: "file"))
    var store: String?
}
