import Foundation
import LineEditing
import TestSupport
import Testing

@Suite struct HistoryFileTests {
    @Test func entriesAreThereForTheNextSessionAtOnce() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var (one, other) = (
            HistoryFile(path: folder.file("deep/history")), HistoryFile(path: folder.file("deep/history"))
        )
        let entries = ["print 1", "a\nb", "back\\slash \\n", "漢字 é"]
        for (index, entry) in entries.enumerated() {
            if index.isMultiple(of: 2) { one.append(entry) } else { other.append(entry) }
        }
        #expect(one.read() == entries)
        #expect(one.warning == nil)
    }

    @Test func onlyTheNewestAreKeptFarOverTheLimit() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var history = HistoryFile(path: folder.file("h"), limit: 3)
        for number in 0..<10 { history.append("\(number)") }
        #expect(history.read() == ["7", "8", "9"])
        #expect(history.read() == ["7", "8", "9"])
        #expect(try String(contentsOfFile: folder.file("h"), encoding: .utf8) == "7\n8\n9\n")
    }

    @Test func aHistoryThatCannotBeWrittenCostsOneWarning() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = try folder.write("x", to: "file")
        var history = HistoryFile(path: file + "/history")
        history.append("print 1")
        #expect(history.warning?.contains("can't be written") == true)
        var full = HistoryFile(path: "/dev/full")
        full.append("print 1")
        #expect(full.warning != nil)
    }

    @Test(arguments: ["half", "", "a\nhal\\"]) func anEntryThatWasCutIsNotGluedToTheNext(torn: String) throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var history = HistoryFile(path: try folder.write("first\n" + torn, to: "h"))
        history.append("next")
        history.append("last")
        #expect(history.read().first == "first" && history.read().suffix(2) == ["next", "last"])
    }

    @Test func aDamagedHistoryIsReadAsFarAsItGoes() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var history = HistoryFile(path: try folder.write([0xFF, 0x00, 0x0A] + Array("good\n".utf8), to: "h"))
        #expect(history.read() == ["good"])
    }
}

@Suite struct WrappedTextTests {
    @Test(arguments: [
        ("", 0), ("1234567", 0), ("12345678", 1), ("123456789", 1), ("1234567漢", 1), ("123456漢", 1), ("1\n2", 1),
        (String(repeating: "x", count: 48), 5), ("12345678\n", 2),
    ])
    func theCursorIsInTheRowThatATerminalPutsItIn(text: String, row: Int) {
        let width = { (scalar: Unicode.Scalar) in scalar == "漢" ? 2 : 1 }
        #expect(WrappedText.rows(text.unicodeScalars, columns: 10, indent: 2, width: width) == row)
    }
}

@Suite struct CompletionListTests {
    @Test(arguments: [10, 20, 80]) func noLineIsWiderThanTheWindow(columns: Int) {
        let names = (0..<30).map { "name\($0)" }
        let text = CompletionList.text(names, columns: columns, rows: 200, width: \.count)
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= columns })
        #expect(names.allSatisfy(text.contains))
    }

    @Test func aLongListIsCutAndSaysSo() {
        let text = CompletionList.text((0..<500).map { "name\($0)" }, columns: 80, rows: 10, width: \.count)
        #expect(text.split(separator: "\n").count <= 10)
        #expect(text.contains("more"))
    }

    @Test func theCommonBeginningIsWhatAllHave() {
        #expect(CompletionList.commonBeginning(["train", "trial", "trace"]) == "tra".dropLast(1) + "")
        #expect(CompletionList.commonBeginning(["data.train", "data.test"]) == "data.t")
        #expect(CompletionList.commonBeginning([]) == "")
    }
}
