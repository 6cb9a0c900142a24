import LineEditing
import Testing

@Suite struct PagerViewTests {
    init() { Terminal.useLocale() }

    /// Six columns of ten, and a row for each number.
    private func table(rows: Int) -> Page {
        let names = (0..<6).map { "column\($0)" }
        func line(_ cells: [String]) -> String {
            cells.map { $0 + String(repeating: " ", count: 10 - $0.count) }.joined()
        }
        let body = (0..<rows).map { row in line((0..<6).map { "r\(row)c\($0)" }) }
        let lines = [line(names), String(repeating: "-", count: 58)] + body
        return Page(lines: lines, head: 2, stops: (0..<6).map { $0 * 10 }, names: names) { row in
            row < rows ? (0..<6).map { "\(names[$0])  r\(row)c\($0)" } : []
        }
    }

    private func text(rows: Int) -> Page { Page(lines: (0..<rows).map { "line \($0)" }) }

    private func press(_ view: inout PagerView, _ events: KeyEvent...) { for event in events { _ = view.take(event) } }

    @Test func everyLineIsReachedAndTheHeadStays() {
        var view = PagerView(table(rows: 100), columns: 80, rows: 20)
        var seen = Set<String>()
        for _ in 0..<12 {
            #expect(view.shownLines[0].hasPrefix("column0"))
            seen.formUnion(view.shownLines)
            press(&view, .key(.pageDown, []))
        }
        #expect((0..<100).allSatisfy { row in seen.contains { $0.hasPrefix("r\(row)c0") } })
        press(&view, .key(.home, []))
        #expect(view.top == 0)
    }

    @Test func everyColumnIsReachedAndTheOthersAreNamed() {
        var view = PagerView(table(rows: 3), columns: 35, rows: 20)
        var seen: Set<String> = []
        for _ in 0..<6 {
            let head = view.shownLines[0].split(separator: " ").map(String.init)
            let whole = head.filter { (0..<6).map { "column\($0)" }.contains($0) }
            #expect(Set(whole).union(view.hiddenNames).count == 6)
            #expect(head.first == "column0")
            seen.formUnion(whole)
            press(&view, .key(.right, []))
        }
        #expect(seen.count == 6)
        for _ in 0..<6 { press(&view, .key(.left, [])) }
        #expect(view.shownLines[0].contains("column1"))
    }

    @Test(arguments: [(20, 5), (35, 8), (60, 24), (200, 50)]) func noLineIsWiderThanTheWindow(columns: Int, rows: Int) {
        var view = PagerView(table(rows: 40), columns: columns, rows: rows)
        let keys: [KeyEvent] = [.key(.right, []), .key(.down, []), .control(13), .text("q"), .text("/"), .text("x")]
        for key in keys {
            let screen = view.screen.map { line in
                line.replacing("\u{1B}[7m", with: "").replacing("\u{1B}[0m", with: "")
            }
            #expect(screen.count == rows)
            #expect(screen.allSatisfy { $0.count <= columns })
            press(&view, key)
        }
    }

    @Test func aRowUnfoldsToAllOfItsValues() {
        var view = PagerView(table(rows: 3), columns: 35, rows: 20)
        press(&view, .key(.down, []), .control(13))
        let screen = view.screen.joined(separator: "\n")
        #expect((0..<6).allSatisfy { screen.contains("column\($0)  r1c\($0)") })
        press(&view, .text("q"))
        #expect(view.take(.text("q")) == .leaves)
    }

    @Test func aTextIsFoundAndSoIsTheNext() {
        var view = PagerView(text(rows: 200), columns: 80, rows: 10)
        press(&view, .text("/"))
        for scalar in "LINE 15".unicodeScalars { press(&view, .text(scalar)) }
        press(&view, .control(13))
        #expect(view.shownLines[0] == "line 15")
        press(&view, .text("n"))
        #expect(view.shownLines[0] == "line 150")
        press(&view, .text("N"))
        #expect(view.shownLines[0] == "line 15")
        press(&view, .text("/"), .text("?"), .control(13))
        #expect(view.screen.last?.contains("'?' is not here") == true)
    }

    @Test func whatIsNoKeyOfThePagerIsForThePrompt() {
        var view = PagerView(text(rows: 50), columns: 80, rows: 10)
        #expect(view.take(.text("p")) == .leavesFor(.text("p")))
        #expect(view.take(.text("n")) == .leavesFor(.text("n")))
        #expect(view.take(.control(3)) == .leavesAll)
        #expect(view.take(.meta(0x62)) == .stays)
    }

    @Test func aSmallerWindowKeepsThePlace() {
        var view = PagerView(text(rows: 100), columns: 80, rows: 20)
        press(&view, .key(.end, []))
        view.resize(text(rows: 100), columns: 40, rows: 50)
        #expect(view.shownLines.last == "line 99")
        view.resize(text(rows: 3), columns: 40, rows: 50)
        #expect(view.shownLines == ["line 0", "line 1", "line 2"])
    }
}
