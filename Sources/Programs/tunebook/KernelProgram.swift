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
        var isEnded = false
        MainThread.wait {
            await kernel.run(parent: parent)
        } onSignal: { signal, _ in
            if signal == Signals.interrupt { return kernel.interrupt() }
            isEnded = true
            kernel.stop()
        }
        return isEnded ? Signals.status : 0
    }

    private static func refuse(_ reason: String) -> Int32 {
        StandardStream.error.send("error: \(reason)\n")
        return 1
    }
}
