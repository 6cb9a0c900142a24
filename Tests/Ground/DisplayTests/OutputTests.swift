import Display
import Testing
import Values

/// One result, as each renderer shows it.
@Suite struct OutputTests {
    private let table = Table(
        columns: ["model", "rmse"], rows: [["a|b", 0.91234], ["<svd>", 0.9]], note: "the *first* is best")
    private let plot = Plot(
        title: "curve", xLabel: "epoch", yLabel: "loss", series: [Series("loss", [Point(1, 2), Point(2, 1)])])

    @Test func textAlignsColumnsAndCutsThemOnlyWhereAWindowIsNarrow() {
        let wide = TextRenderer(TextStyle()).render(.table(table))
        #expect(wide == "model    rmse\n-----  ------\na|b    0.9123\n<svd>  0.9000\nthe *first* is best")
        let long = Table(columns: ["a", "b"], rows: [[.string(String(repeating: "x", count: 3000)), 1]])
        #expect(TextRenderer(TextStyle()).render(.table(long)).contains(String(repeating: "x", count: 3000)))
        #expect(
            TextRenderer(TextStyle(columns: 40)).render(.table(long)).split(separator: "\n").allSatisfy {
                $0.count <= 40
            })
    }

    @Test func namesAndValuesStandBelowTheirTitle() {
        let pairs = Output.pairs(["rmse": 0.91234, "n": 5], title: "metrics")
        #expect(TextRenderer(TextStyle()).render(pairs) == "metrics\n  rmse  0.9123\n  n     5")
        #expect(
            MarkdownRenderer().render(pairs) == "**metrics**\n\n|  |  |\n| --- | ---: |\n| rmse | 0.9123 |\n| n | 5 |")
    }

    @Test(arguments: [10, 30, 60]) func aMeaningGoesOnBelowItsOwnBeginning(columns: Int) {
        let entries = Output.entries([.init("split", "parts for training, validation and test")], width: 20)
        let lines = TextRenderer(TextStyle(columns: columns)).render(entries).split(separator: "\n")
        #expect(lines[0].hasPrefix("  split"))
        #expect(
            lines.dropFirst().allSatisfy { $0.hasPrefix(String(repeating: " ", count: min(22, max(4, columns / 3)))) })
        #expect(columns < 60 || lines.count == 2)
        let words = lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
        #expect(words == "split parts for training, validation and test")
    }

    @Test func markdownTablesHoldWhatMarkdownWouldTakeForItsOwn() {
        let text = MarkdownRenderer().render(.table(table))
        #expect(
            text == """
                | model | rmse |
                | --- | ---: |
                | a\\|b | 0.9123 |
                | \\<svd> | 0.9000 |

                the \\*first\\* is best
                """)
    }

    @Test func aTextThatHoldsAFenceIsFencedByALongerOne() {
        #expect(MarkdownRenderer().render(.text("a\n````\nb")) == "`````text\na\n````\nb\n`````")
        #expect(MarkdownRenderer().render(.text("plain")) == "```text\nplain\n```")
        #expect(MarkdownRenderer().render(.markdown("# as it stands")) == "# as it stands")
    }

    @Test func aPictureIsTheSameLayoutWhereverItIsShown() {
        let text = TextRenderer(TextStyle(columns: 100)).render(.picture(plot))
        #expect(MarkdownRenderer().render(.picture(plot)) == "```text\n\(text)\n```")
        #expect(SVGRenderer().render(plot).contains("curve  (loss)") && text.hasPrefix("curve  (loss)\n"))
        let ascii = TextRenderer(TextStyle(columns: 40, isUTF8: false)).render(.picture(plot))
        #expect(ascii.utf8.allSatisfy { $0 < 0x80 } && ascii.split(separator: "\n").allSatisfy { $0.count <= 40 })
    }

    @Test func aGroupIsItsPartsOneBelowTheOther() {
        let group = Output.group([.text("head"), .pairs(["a": 1])])
        #expect(TextRenderer(TextStyle()).render(group) == "head\na  1")
        #expect(MarkdownRenderer().render(group).hasSuffix("```\n\n|  |  |\n| --- | ---: |\n| a | 1 |"))
    }

    @Test(arguments: [
        (1e-12, "1.000e-12"), (9.9999e-5, "1.000e-4"), (-9.99996e-7, "-1.000e-6"), (9.9999e12, "1.000e13"),
        (1.2346e-9, "1.235e-9"), (9.9994e-5, "9.999e-5"), (-1e300, "-1.000e300"), (0.00012345, "0.0001235"),
    ])
    func noMantissaIsTen(number: Double, text: String) {
        #expect(Figures.significant(number) == text)
    }

    @Test(arguments: [
        (0.5, "0.5"), (1e-12, "1e-12"), (100_000, "100,000"), (9999, "9999"), (0.02, "0.02"), (0.91234, "0.9123"),
        (123_456.7, "123,457"), (1e-6, "1e-6"), (2.5e-7, "2.5e-7"), (-0.25, "-0.25"), (0, "0"), (1e300, "1e300"),
        (0.1 + 0.2, "0.3000"), (1234.5, "1235"), (-100_000, "-100,000"),
    ])
    func aNumberHasTheDigitsThatItHasAndFourAtMost(number: Double, text: String) {
        #expect(Figures.text(.number(number)) == text)
    }

    @Test func identifiersStayAsTheyAre() {
        #expect(Figures.text(.integer(881_250_949)) == "881250949")
    }

    @Test func pointsStandBelowOneAnother() {
        let table = Table(columns: ["x", "n"], rows: [[0.5, 3], [100.2, 12], [1e-12, .null], [7, 1]])
        let text = TextRenderer(TextStyle()).render(.table(table))
        #expect(text == "      x   n\n-------  --\n  0.5     3\n100.2    12\n  1e-12   –\n  7       1")
    }

    @Test func aHeadSaysWhereAMetricIsBetterAndTimesAreTimes() {
        var table = Table(
            columns: ["rmse", "ndcg@10", "seconds", "bytes"],
            rows: [[0.9, 0.25, 200, 100_000], [0.91234, 0.5, 0.84, 5]])
        table.styles = [
            "rmse": .metric(.minimize), "ndcg@10": .metric(.maximize), "seconds": .duration, "bytes": .count,
        ]
        let text = TextRenderer(TextStyle()).render(.table(table))
        #expect(text.contains("rmse ↓  ndcg@10 ↑") && text.contains("3 min 20 s") && text.contains("0.84 s"))
        #expect(text.contains("100,000") && text.contains("0.9000") && text.contains("0.25"))
        #expect(table.json.object?["columns"] == ["rmse", "ndcg@10", "seconds", "bytes"])
        #expect(MarkdownRenderer().render(.table(table)).hasPrefix("| rmse ↓ | ndcg@10 ↑ | seconds | bytes |"))
    }

    @Test(arguments: [
        (0.26631, 0.01214, "0.2663 ± 0.0121"), (0.0483, 0.00618, "0.04830 ± 0.00618"), (1.2346, 0.25, "1.235 ± 0.250"),
        (0.26631234, 0.000034, "0.266312 ± 0.000034"), (0, 0, "0 ± 0"), (1, 0, "1.000 ± 0.000"),
        (0, 0.02, "0.00000 ± 0.02000"), (-12.3456, 3.2, "-12.35 ± 3.20"), (.nan, 1, "nan ± 1"),
    ])
    func aSpreadHasTheDecimalsOfItsNumberOrMore(number: Double, half: Double, text: String) {
        #expect(Figures.spread(number, half) == text)
    }

    @Test(arguments: [
        ("a\u{1B}[31mred", "a\\u{1B}[31mred"), ("a\u{202E}b", "a\\u{202E}b"), ("\u{9B}2J", "\\u{9B}2J"),
        ("tab\tline\n", "tab\tline\n"),
        ("日本 é \u{1F600}", "日本 é \u{1F600}"), ("a\rb", "a\\u{D}b"),
    ])
    func whatWouldMoveTheCursorIsShownInstead(text: String, shown: String) {
        #expect(VisibleText.of(text) == shown)
        let table = Table(columns: [text], rows: [[.string(text)]])
        let lines = TextRenderer(TextStyle()).render(.table(table))
        #expect(lines.split(separator: "\n").count == 3 && VisibleText.of(lines) == lines)
    }
}
