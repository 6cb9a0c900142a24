import Testing
import Values

@Suite struct JSONTests {
    @Test(arguments: [
        "null", "true", "[1, 2.5, \"x\"]", "{\"b\": 1, \"a\": {\"c\": []}}", "\"\\u0001 \\\\ \\\" é 漢\"", "-0.001",
        "3.0", "1e+300",
    ])
    func whatWasWrittenReadsBackTheSame(text: String) throws {
        let value = try JSONValue(parsing: text)
        #expect(try JSONValue(parsing: value.text()) == value)
        #expect(try JSONValue(parsing: value.prettyText()) == value)
    }

    @Test func membersKeepTheirOrderAndSeparatorsArePythons() throws {
        #expect(try JSONValue(parsing: "{\"b\":1,\"a\":[1,2]}").text() == "{\"b\": 1, \"a\": [1, 2]}")
    }

    @Test func wholeFloatingPointNumbersKeepTheirPoint() { #expect(JSONValue.number(3).text() == "3.0") }

    @Test func whatJSONCannotHoldIsATextThatReadsAsTheNumber() throws {
        let text = JSONValue.array([.number(.nan), .number(.infinity), .number(-.infinity)]).text()
        #expect(text == "[\"nan\", \"inf\", \"-inf\"]")
        let read = try JSONValue(parsing: text).array?.map(\.measured)
        #expect(read?[0]?.isNaN == true && read?[1] == .infinity && read?[2] == -.infinity)
    }

    @Test func surrogatePairsAreOneCharacter() throws {
        #expect(try JSONValue(parsing: "\"\\ud83d\\ude00\"").string == "😀")
    }

    @Test(arguments: [
        ("", 1, 1), ("{\"a\": }", 1, 7), ("[1,\n 2,\n x]", 3, 2), ("[1] 2", 1, 5), ("01", 1, 3), ("\"\\ud800\"", 1, 8),
        ("nul", 1, 1),
        ("\"a", 1, 3), ("[1e999]", 1, 2),
    ])
    func errorsNameLineAndColumn(text: String, line: Int, column: Int) {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
        #expect(error?.line == line)
        #expect(error?.column == column)
    }

    @Test func deepNestingIsAnErrorAndNoOverflow() {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: String(repeating: "[", count: 1_000_000)) }
    }

    @Test func noBytesTrap() {
        var state: UInt64 = 1
        for _ in 0..<3000 {
            let bytes = (0..<20).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let marks = Array("{}[]\",:0123456789.eE+-\\untrfalse \u{C3}".utf8)
                return marks[Int(state >> 33) % marks.count]
            }
            _ = try? JSONValue(parsingUTF8: bytes)
        }
    }
}
