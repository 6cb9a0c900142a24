import ArgumentParser

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
