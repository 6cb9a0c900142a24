import Display
import Notebook
import Platform
import Values

/// Where a picture goes.
struct PictureOptions: Sendable {
    let file = Parameter<String?>("save", .file, help: "write it to a .svg file instead")

    var all: [any Declared] { [file] }

    /// The picture, or nothing where it was written to a file.
    func shown(_ plot: Plot, _ call: Invocation) throws -> (any SessionObject)? {
        guard let path = call[file] else { return PlotObject(plot) }
        guard path.lowercased().hasSuffix(".svg") else {
            throw call.failure(NotebookError.unknownFormat(path: path, expected: [".svg"]), at: file)
        }
        try PlacedError.place(call.place(of: file)) { try FileBytes.write(SVGRenderer().render(plot), to: path) }
        return nil
    }
}
