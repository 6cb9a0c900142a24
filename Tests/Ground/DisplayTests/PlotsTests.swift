import Display
import Testing

@Suite struct TerminalRendererTests {
    private let line = Plot(
        title: "loss", xLabel: "epoch", yLabel: "",
        series: [Series("a", [Point(1, 4), Point(2, 2), Point(3, 1), Point(4, .nan), Point(5, 0.5)])])

    @Test(arguments: [20, 33, 80, 200], [TerminalRenderer.Glyphs.braille, .ascii]) func noLineIsWiderThanTheWindow(
        columns: Int, glyphs: TerminalRenderer.Glyphs
    ) {
        let wide = Plot(
            title: String(repeating: "title ", count: 60), xLabel: "some long label of the axis", yLabel: "value",
            series: [
                Series("first series", (0..<50).map { Point(Double($0) * 1e5, Double($0 * $0) / 7) }),
                Series("second", [Point(3, -1e9), Point(1e6, 5)], style: .steps),
            ])
        let bars = Plot(
            title: "bars", xLabel: "", yLabel: "",
            series: [
                Series("b", (1...5).map { Point(Double($0), Double($0 * 1000), label: "rated \($0)") }, style: .bars)
            ])
        for plot in [wide, bars, line] {
            let text = TerminalRenderer(columns: columns, rows: 12, glyphs: glyphs).render(plot)
            #expect(text.split(separator: "\n").allSatisfy { $0.count <= columns }, "\(text)")
        }
    }

    @Test func theHighestPointIsOnTopAndTheLowestBelow() {
        let rising = Plot(
            title: "t", xLabel: "", yLabel: "", series: [Series("a", [Point(0, 0), Point(1, 1)], style: .points)])
        let rows = TerminalRenderer(columns: 30, rows: 10, glyphs: .ascii).render(rising).split(separator: "\n")
        let (top, bottom) = (rows.firstIndex { $0.contains("*") }, rows.lastIndex { $0.contains("*") })
        let first = rows[top ?? 0].firstIndex(of: "*"), last = rows[bottom ?? 0].firstIndex(of: "*")
        #expect((top ?? 9) < (bottom ?? 0))
        #expect(
            first.map { rows[top ?? 0].distance(from: rows[top ?? 0].startIndex, to: $0) } ?? 0 > last.map {
                rows[bottom ?? 0].distance(from: rows[bottom ?? 0].startIndex, to: $0)
            } ?? 0)
    }

    @Test func barsAreAsLongAsTheirValues() {
        let plot = Plot(
            title: "t", xLabel: "", yLabel: "",
            series: [Series("b", [Point(1, 10, label: "a"), Point(2, 5, label: "b")], style: .bars)])
        let rows = TerminalRenderer(columns: 40, rows: 10, glyphs: .ascii).render(plot).split(separator: "\n")
        #expect(rows[1].count { $0 == "#" } == 2 * rows[2].count { $0 == "#" })
    }

    @Test func valuesAsFarApartAsNumbersGoDoNotTrap() {
        let plot = Plot(
            title: "far", xLabel: "", yLabel: "", series: [Series("a", [Point(0, -1.7e308), Point(1, 1.7e308)])])
        #expect(TerminalRenderer(columns: 40, rows: 10, glyphs: .ascii).render(plot).contains("far"))
    }

    @Test func nothingToDrawIsSaid() {
        let empty = Plot(
            title: "t", xLabel: "", yLabel: "", series: [Series("a", [Point(.nan, 1), Point(1, .infinity)])])
        #expect(TerminalRenderer(columns: 40, rows: 10, glyphs: .braille).render(empty).contains("nothing to draw"))
    }

    @Test func colourIsSentOnlyWhereAskedFor() {
        #expect(!TerminalRenderer(columns: 40, rows: 10, glyphs: .braille).render(line).contains("\u{1B}"))
        #expect(TerminalRenderer(columns: 40, rows: 10, glyphs: .braille, color: true).render(line).contains("\u{1B}["))
    }
}
