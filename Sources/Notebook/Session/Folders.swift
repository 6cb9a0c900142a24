import Foundation

/// Where the program keeps its files, by the XDG base directory specification.
package struct Folders: Sendable {
    /// The experiment store, a file.
    package var store: String
    /// Downloaded data.
    package var data: String
    /// The prompt's history, a file.
    package var history: String
    /// A script that is run before the first prompt.
    package var startScript: String

    package init(environment: [String: String]) {
        func path(_ variable: String) -> String? { environment[variable].flatMap { $0.isEmpty ? nil : $0 } }
        let home = path("HOME") ?? NSHomeDirectory()
        func folder(_ variable: String, _ fallback: String) -> String {
            (path(variable).flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home + "/" + fallback) + "/tunebook"
        }
        store = path("TUNEBOOK_STORE") ?? folder("XDG_DATA_HOME", ".local/share") + "/experiments.sqlite"
        data = path("TUNEBOOK_DATA") ?? folder("XDG_CACHE_HOME", ".cache")
        history = folder("XDG_STATE_HOME", ".local/state") + "/history"
        startScript = folder("XDG_CONFIG_HOME", ".config") + "/init.tb"
    }
}
