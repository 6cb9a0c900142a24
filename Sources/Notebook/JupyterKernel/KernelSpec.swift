import Platform
import Values

/// What Jupyter is told of the kernel: a folder with one file.
package enum KernelSpec {
    /// The name of the kernel and of its language.
    package static let language = "tunebook"

    /// Writes the kernel's folder below `kernels` of a Jupyter data folder; one that is there already is replaced.
    ///
    /// - Parameters:
    ///   - data: `PREFIX/share/jupyter`, or a person's own.
    ///   - program: the absolute path of the program that is to run as the kernel.
    /// - Returns: the folder.
    /// - Throws: `PlatformError.unwritable`.
    package static func install(in data: String, program: String) throws -> String {
        let folder = data + "/kernels/" + language
        let specification: JSONValue = [
            "argv": [.string(program), "kernel", "run", "{connection_file}"], "display_name": "Tunebook",
            "language": .string(language), "interrupt_mode": "message",
            "kernel_protocol_version": .string(MessageWriter.version), "metadata": ["debugger": false],
        ]
        try FileBytes.makeFolder(folder)
        try FileBytes.write(specification.prettyText() + "\n", to: folder + "/kernel.json")
        return folder
    }

    /// Where Jupyter looks for a person's own kernels.
    ///
    /// - Parameter environment: `JUPYTER_DATA_DIR` and `XDG_DATA_HOME` name other folders than `HOME`'s.
    package static func userFolder(_ environment: [String: String], home: String) -> String {
        func folder(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        if let own = folder("JUPYTER_DATA_DIR") { return own }
        #if os(macOS)
            return home + "/Library/Jupyter"
        #else
            return (folder("XDG_DATA_HOME") ?? home + "/.local/share") + "/jupyter"
        #endif
    }
}
