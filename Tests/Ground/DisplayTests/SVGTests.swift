import Display
import Foundation
import FoundationXML
import Testing

/// Counts what an XML text holds; `nil` where it is no XML.
private final class Reader: NSObject, XMLParserDelegate {
    private(set) var elements: [String: Int] = [:]
    private(set) var text = ""

    init?(_ xml: String) {
        super.init()
        let parser = XMLParser(data: Data(xml.utf8))
        parser.delegate = self
        guard parser.parse() else { return nil }
    }

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) { elements[element, default: 0] += 1 }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}

@Suite struct SVGTests {
    private func plot(_ title: String, _ style: Series.Style, _ points: [Point]) -> Plot {
        Plot(
            title: title, xLabel: "trial", yLabel: "loss",
            series: [Series("one", points, style: style), Series("two", points.reversed(), style: .steps)])
    }

    @Test(arguments: [Series.Style.line, .points, .steps, .bars], [0, 1, 2, 5000])
    func everyPictureIsXMLWithATitleAndOnePathASeries(style: Series.Style, count: Int) throws {
        let points = (0..<count).map { Point(Double($0), Double($0 * 37 % 101) - 50, label: "n\($0)") }
        let svg = SVGRenderer().render(plot("loss", style, points))
        let reader = try #require(Reader(svg), "\(svg.prefix(400))")
        #expect(reader.elements["svg"] == 1 && reader.elements["desc"] == 1)
        #expect(reader.text.contains("loss"))
        #expect((reader.elements["path"] ?? 0) <= 6, "a path for every mark")
        #expect(!svg.contains("<script") && !svg.contains("href"))
    }

    @Test(arguments: ["a < b & \"c\"", "<script>", "日本 ümläut", "tab\tbell\u{7}", "\u{FFFF}", ""])
    func titlesAreTextWhateverTheyHold(title: String) throws {
        let svg = SVGRenderer().render(plot(title, .line, [Point(0, 1), Point(1, 2)]))
        let reader = try #require(Reader(svg))
        #expect(!svg.contains("<script"))
        let shown = title.replacing("\t", with: " ").replacing("\u{7}", with: " ").replacing("\u{FFFF}", with: " ")
        #expect(shown.isEmpty || reader.text.contains(shown))
    }

    @Test(arguments: [Double.greatestFiniteMagnitude, 1e-300, 0]) func extremesOfNumbersAreDrawnInside(value: Double)
        throws
    {
        let svg = SVGRenderer(width: 300, height: 200).render(
            plot("p", .line, [Point(-value, -value), Point(value, value), Point(0, .nan)]))
        #expect(Reader(svg) != nil && !svg.contains("nan") && !svg.contains("inf"))
    }

    @Test func theTerminalAndThePictureHaveTheSameTicks() {
        let plot = plot("p", .line, (0..<11).map { Point(Double($0), Double($0) / 4) })
        let terminal = TerminalRenderer(columns: 80, rows: 20, glyphs: .braille).render(plot)
        let svg = SVGRenderer().render(plot)
        for label in ["0", "2", "10"] { #expect(terminal.contains(label) && svg.contains(">\(label)</text>")) }
        for name in ["one", "two"] { #expect(terminal.contains(name) && svg.contains(">\(name)</text>")) }
    }
}
