package import Display
package import Values

/// A result as Jupyter shows it: the same in several formats, of which a client takes the richest that it can show.
package enum MimeBundle {
    /// - Parameters:
    ///   - text: the output as plain text.
    ///   - prefix: what the names of a picture's parts begin with.
    package static func of(_ output: Output, text: String, prefix: String = "") -> JSONObject {
        var bundle: JSONObject = ["text/plain": .string(text)]
        switch output {
        case .text: break
        case .picture(let plot): bundle["image/svg+xml"] = .string(SVGRenderer().render(plot, prefix: prefix))
        case .markdown(let text): bundle["text/markdown"] = .string(text)
        case .pairs, .entries, .table, .group:
            bundle["text/html"] = .string(HTMLRenderer(prefix: prefix).render(output))
        }
        return bundle
    }

    /// Lines as long as they are: whoever shows them can scroll.
    package static func text(of output: Output) -> String { TextRenderer(TextStyle()).render(output) }
}
