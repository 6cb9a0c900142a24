import Display
import Testing
import Values

@Suite struct HTMLTests {
    private static let plot = Plot(
        title: "loss", xLabel: "epoch", yLabel: "loss", series: [Series("a", [Point(0, 1), Point(1, 2, label: "b")])])
    private static let styled: Output = {
        var table = Table(columns: ["rmse", "seconds", "bytes"], rows: [[0.9123456, 200, 100_000]])
        table.styles = ["rmse": .metric(.minimize), "seconds": .duration, "bytes": .count]
        return .table(table)
    }()
    private static let outputs: [Output] = [
        .text("a <b>\n\u{1B}[1m"), .markdown("# *x*"), .pairs(["rmse": 0.94, "n": "a"], title: "t"),
        .entries([Output.Entry("a", "b")], width: 12),
        .table(Table(columns: ["a", "b"], rows: [[1, "x"], [.null, .number(0.5)]], note: "n")), .picture(plot),
        .group([.text("a"), .group([.picture(plot), .picture(plot)])]), styled,
    ]

    @Test(arguments: outputs.indices) func aResultIsReadBackAsItWas(index: Int) throws {
        let output = Self.outputs[index]
        let json = try JSONValue(parsing: output.json.text())
        let read = try #require(Output(json: json))
        #expect(read.json == json)
        #expect(HTMLRenderer().render(read) == HTMLRenderer().render(output))
    }

    @Test(arguments: [JSONValue.null, ["text": 3], ["table": ["columns": 1]], ["picture": [:]], [:], ["what": "x"]])
    func whatIsNoResultIsNone(json: JSONValue) {
        #expect(Output(json: json) == nil)
    }

    @Test(arguments: outputs.indices) func textIsEscapedAndControlCharactersAreShown(index: Int) {
        let html = HTMLRenderer().render(Self.outputs[index])
        #expect(!html.contains("<b>") && !html.contains("\u{1B}"))
    }

    @Test func numbersStandWithTheirPointsBelowOneAnother() {
        let table = Table(
            columns: ["x", "name"], rows: [[.number(0.25), "a"], [3, "b"], [.number(12.5), "c"], [.null, "d"]])
        let html = HTMLRenderer().render(.table(table))
        #expect(
            html.contains(">3\u{2008}\u{2007}") && html.contains(">12.5\u{2007}<") && html.contains(">0.25<")
        )
        #expect(html.contains("<th scope=\"col\" style=\"text-align:right\">x</th>"))
        #expect(html.contains("data-v=\"0.25\"") && html.contains("<td style=\"text-align:left\">a</td>"))
    }

    @Test func aLongTableSaysWhatIsNotShown() {
        let rows = (0..<1500).map { [JSONValue.integer($0)] }
        let html = HTMLRenderer().render(.table(Table(columns: ["n"], rows: rows)))
        #expect(html.contains("500 more rows") && html.matches(of: #/<tr>/#).count == 1001)
    }

    @Test func picturesOfOnePageHaveNamesOfTheirOwn() {
        let html = HTMLRenderer(prefix: "c1-").render(Self.outputs[6])
        let names = html.matches(of: #/ id="([^"]*)"/#).map { String($0.1) }
        #expect(names.count == 4 && Set(names).count == 4)
        for name in names { #expect(name.hasPrefix("c1-")) }
    }

    @Test func aPageLoadsNothingAndLeadsToItsParts() {
        let page = HTMLPage(
            title: "a <b>",
            contents: [.init(level: 1, title: "One", anchor: "one"), .init(level: 2, title: "Two", anchor: "two")],
            body: "<h1 id=\"one\">One</h1>", footer: "f"
        ).html
        #expect(page.contains("<title>a &lt;b&gt;</title>") && page.contains("<a href=\"#two\">Two</a>"))
        #expect(page.contains("<html lang=\"en\">") && page.contains("name=\"viewport\""))
        #expect(page.contains("prefers-color-scheme:dark") && page.contains("@media print"))
        #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("@import"))
    }
}
