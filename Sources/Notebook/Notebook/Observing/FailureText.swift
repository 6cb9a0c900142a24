import Display
import Script
import Values

/// An error as people and programs read it.
package enum FailureText {
    /// - Parameter columns: the width of the window.
    package static func of(_ error: any Error, columns: Int?) -> String {
        (error as? Diagnostic)?.rendered(columns: columns ?? 100) ?? VisibleText.of("error: \(error)")
    }

    /// One line: `{"cell": 4, "kind": "error", "code": …, "message": …, "file": …, "line": …, "column": …, "hint": …}`.
    package static func line(_ error: any Error, cell: Int) -> String {
        let diagnostic = error as? Diagnostic
        let place = diagnostic?.range.start
        let line: JSONValue = [
            "cell": .integer(cell), "kind": "error", "code": .string(diagnostic?.code ?? code(of: error)),
            "message": .string(diagnostic?.message ?? "\(error)"),
            "file": diagnostic.map { .string($0.source.name) } ?? .null,
            "line": place.map { .integer($0.line) } ?? .null, "column": place.map { .integer($0.column) } ?? .null,
            "hint": (diagnostic?.hint ?? (error as? NotebookError)?.hint).map { .string($0) } ?? .null,
        ]
        return line.text()
    }

    /// The kind of an error: the name of its case.
    static func code(of error: any Error) -> String {
        let mirror = Mirror(reflecting: error)
        let name = mirror.displayStyle == .enum ? mirror.children.first?.label : nil
        return name ?? String(describing: type(of: error))
    }
}
