/// Draws a plot as an SVG picture that stands alone: no script, nothing from outside, readable on light and dark pages.
///
/// All marks of a series are one path, and those that would hide one another are drawn once, so that a hundred thousand points
/// stay a small file. The title and sentences with the numbers are there for whoever can't see the picture.
package struct SVGRenderer: Sendable {
    private let width: Int
    private let height: Int

    package init(width: Int = 640, height: Int = 400) {
        self.width = max(200, width)
        self.height = max(120, height)
    }

    /// - Parameter prefix: what the names of its parts begin with, so that each is once in a page of several pictures.
    package func render(_ plot: Plot, prefix: String = "") -> String {
        let body: String
        let notes = notes(plot)
        if plot.isEmpty {
            let words = plot.notes.isEmpty ? ["nothing to draw yet"] : notes
            body =
                SVGText.text(plot.title, x: 16, y: 26, "t")
                + words.enumerated().map { SVGText.text($1, x: width / 2, y: height / 2 + 18 * $0, "m") }.joined()
        } else {
            let bottom = height - 16 * notes.count
            let area = (width: width, height: bottom)
            body =
                (plot.series.contains { $0.style == .bars }
                    ? SVGBars(width: area.width, height: area.height).body(plot)
                    : SVGChart(width: area.width, height: area.height).body(plot))
                + notes.enumerated().map { SVGText.text($1, x: 16, y: bottom + 6 + 16 * $0, "n") }.joined()
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" \
            role="img" aria-labelledby="\(prefix)title \(prefix)desc" font-family="system-ui, sans-serif" font-size="12">
            <title id="\(prefix)title">\(MarkupText.escaped(plot.title))</title>
            <desc id="\(prefix)desc">\(MarkupText.escaped(PlotWords.description(plot)))</desc>
            <style>\(SVGText.style)</style>
            <rect class="b" width="\(width)" height="\(height)"/>
            \(body)</svg>

            """
    }

    /// The notes in lines that the picture has room for; at most four.
    private func notes(_ plot: Plot) -> [String] {
        let lines = plot.notes.flatMap { note in
            WordWrap.text(note, columns: max(20, (width - 32) / 7)).split(separator: "\n").map(String.init)
        }
        return Array(lines.prefix(4))
    }
}
