import Display
import Testing

@Suite struct PlotAxesTests {
    private func terminal(_ plot: Plot, columns: Int = 80, _ glyphs: TerminalRenderer.Glyphs = .braille) -> String {
        TerminalRenderer(columns: columns, rows: 18, glyphs: glyphs).render(plot)
    }

    private func points(_ values: [(Double, Double)]) -> [Series] {
        [Series("trials", values.map { Point($0.0, $0.1) }, style: .points)]
    }

    @Test func powersOfTenAreTheTicksOfALogarithmicAxisInTerminalAndPicture() {
        let plot = Plot(
            title: "p", xLabel: "lr", yLabel: "loss", series: points([(0.001, 1), (0.01, 2), (1, 3)]),
            x: PlotAxis(isLog: true))
        for label in ["0.001", "0.01", "0.1"] {
            #expect(terminal(plot).contains(label), "\(terminal(plot))")
            #expect(SVGRenderer().render(plot).contains(">\(label)</text>"))
        }
    }

    @Test func whatIsNotAbove0StandsAtTheEndOfALogarithmicAxis() {
        let plot = Plot(
            title: "p", xLabel: "x", yLabel: "", series: points([(0, 1), (-3, 2), (10, 3), (1000, 4)]),
            x: PlotAxis(isLog: true), y: PlotAxis(isLog: true))
        #expect(!SVGRenderer().render(plot).contains("nan") && !terminal(plot).isEmpty)
    }

    @Test func namesStandInPlaceOfNumbers() {
        let plot = Plot(
            title: "p", xLabel: "optimizer", yLabel: "", series: points([(0, 1), (1, 2)]),
            x: PlotAxis(names: ["adam", "sgd"]))
        #expect(terminal(plot).contains("adam") && SVGRenderer().render(plot).contains(">sgd</text>"))
        #expect(SVGRenderer().render(plot).contains("adam: 1"), "the numbers are told as text")
    }

    @Test func whatLiesBeyondTheLimitsDoesNotStretchTheAxis() {
        let plot = Plot(
            title: "p", xLabel: "x", yLabel: "", series: points([(0, 1), (1, 2), (2, 1e9)]),
            y: PlotAxis(limits: 1...2))
        #expect(!terminal(plot).contains("e8") && !terminal(plot).contains("000000"))
    }

    @Test(arguments: [20, 60, 100, 200], [TerminalRenderer.Glyphs.braille, .ascii])
    func everyStyleFitsTheWindow(columns: Int, glyphs: TerminalRenderer.Glyphs) {
        let line = (0..<30).map { Point(Double($0), Double($0 * 7 % 11)) }
        let styles: [Series.Style] = [.line, .points, .steps, .spans, .rug, .cells]
        var plot = Plot(
            title: "everything", xLabel: "trial", yLabel: "loss",
            series: styles.map { Series("a series of \($0)", line, style: $0) },
            notes: ["a sentence about this picture"])
        for uprights in [[], ["a", "a long name of an axis", "c"].map { Upright($0, low: "0.0001", high: "12345") }] {
            plot.uprights = uprights
            let text = terminal(plot, columns: columns, glyphs)
            #expect(text.split(separator: "\n").allSatisfy { $0.count <= columns }, "\(text)")
            #expect(glyphs == .braille || text.allSatisfy(\.isASCII), "\(text)")
        }
    }

    @Test func aLineThatBeginsAnewIsNotJoinedToTheOneBefore() {
        let two = Series("two", lines: [[Point(0, 0), Point(1, 1)], [], [Point(0, 1), Point(1, 0)]])
        let svg = SVGRenderer().render(Plot(title: "p", xLabel: "", yLabel: "", series: [two]))
        let path = svg.split(separator: "\n").last { $0.contains("class=\"l ") } ?? ""
        #expect(path.count { $0 == "M" } == 2, "\(path)")
    }

    @Test func whyNothingIsDrawnIsSaidInThePicture() {
        let plot = Plot(title: "p", xLabel: "", yLabel: "", series: [], notes: ["p has no trials yet"])
        #expect(terminal(plot).contains("no trials yet") && SVGRenderer().render(plot).contains("no trials yet</text>"))
    }

    @Test func aHundredThousandPointsAreASmallPicture() {
        var state: UInt64 = 1
        func next() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 33)
        }
        let cloud = (0..<100_000).map { Point(Double($0), next()) }
        let curves = (0..<200).map { _ in (0..<500).map { Point(Double($0), next()) } }
        for series in [Series("cloud", cloud, style: .points), Series("walk", cloud), Series("curves", lines: curves)] {
            let svg = SVGRenderer().render(Plot(title: "p", xLabel: "x", yLabel: "y", series: [series]))
            #expect(svg.utf8.count < 300_000, "\(series.name): \(svg.utf8.count)")
        }
    }

    @Test func aPictureReadBackFromItsFileIsTheSame() {
        var plot = Plot(
            title: "p", xLabel: "x", yLabel: "y",
            series: [Series("two", lines: [[Point(0, 0), Point(1, 1)], [Point(0, 1)]], style: .spans)],
            x: PlotAxis(isLog: true, limits: 0.5...2), y: PlotAxis(names: ["a", "b"]), notes: ["a note"])
        plot.uprights = [Upright("u", low: "0", high: "1")]
        guard case .picture(let read) = Output(json: Output.picture(plot).json) else {
            Issue.record("no picture")
            return
        }
        #expect(read == plot)
    }
}
