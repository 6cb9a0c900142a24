import Foundation
import Platform

/// Where the program keeps its files, by the XDG base directory specification.
package struct Folders: Sendable {
    /// The experiment store, a file.
    package var store: String
    /// Downloaded data.
    package var data: String
    /// The prompt's history, a file.
    package var history: String
    /// What the prompt's sessions did, a file each.
    package var journals: String
    /// A script that is run before the first prompt.
    package var startScript: String
    /// NNI's virtual environment, where `engine install nni` made one.
    package var nni: String
    /// The program that runs one trial.
    package var trialProgram: String
    /// The variables of this process, for the programs that it starts.
    package let environment: [String: String]

    package var home: String { environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory() }
    /// What belongs to the store and is no row: a folder of its name.
    package var belongings: String {
        store.hasSuffix(".sqlite") ? String(store.dropLast(".sqlite".count)) : store + ".files"
    }
    /// Best models.
    package var models: String { belongings + "/models" }
    /// The output of trials that are programs, a folder an experiment.
    package var logs: String { belongings + "/logs" }
    /// What searches on other engines are started from.
    package var searches: String { belongings + "/searches" }

    /// The program that runs, an absolute path where the system tells it.
    package static var program: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    }

    package init(environment: [String: String]) {
        func path(_ variable: String) -> String? { environment[variable].flatMap { $0.isEmpty ? nil : $0 } }
        let home = path("HOME") ?? NSHomeDirectory()
        func folder(_ variable: String, _ fallback: String) -> String {
            (path(variable).flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home + "/" + fallback) + "/tunebook"
        }
        store = path("TUNEBOOK_STORE") ?? folder("XDG_DATA_HOME", ".local/share") + "/experiments.sqlite"
        data = path("TUNEBOOK_DATA") ?? folder("XDG_CACHE_HOME", ".cache")
        history = folder("XDG_STATE_HOME", ".local/state") + "/history"
        journals = folder("XDG_STATE_HOME", ".local/state") + "/journals"
        startScript = folder("XDG_CONFIG_HOME", ".config") + "/init.tb"
        nni = folder("XDG_DATA_HOME", ".local/share") + "/nni"
        // The trial's program is built and installed beside this one.
        trialProgram =
            path("TUNEBOOK_TRIAL") ?? Self.program.parentFolder + "/tunebook-trial"
        self.environment = environment
    }
}
