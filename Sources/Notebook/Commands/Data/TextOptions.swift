import Compute
import Notebook
import RatingSources
import Ratings
import Values

/// How a text of ratings or predictions is to be read, as options.
struct TextOptions: Sendable {
    let separator = Parameter<String?>("separator", unset: "found out", help: "what stands between columns")
    let header = Parameter<Bool?>("header", help: "the first line names the columns")
    let columns: Parameter<[String]>
    let encoding = Parameter<TextEncoding?>(
        "encoding", .word("NAME", suggestions: ["utf-8", "utf-16", "latin-1", "cp1252"]),
        unset: "utf-8, or as it begins",
        help: "what the characters are written as"
    ) { name in
        guard let encoding = TextEncoding(name) else { throw RatingsError.unknownEncoding(name) }
        return encoding
    }
    let decimal = Parameter<String?>("decimal", unset: "found out", help: "what stands before a number's fraction")
    let escape = Parameter<String?>("escape", help: "what stands before a quote within quotes")
    let missing: Parameter<CSVFormat.Missing>
    let member = Parameter<String?>("member", unset: "the one with ratings", help: "which file of a packed one")

    init(_ value: CSVFormat.Value) {
        columns = Parameter<[String]>(
            "columns", each: .text,
            help: "where user,item,\(value.rawValue),timestamp stand, by role, name or position", parsing: \.self)
        missing = Parameter(
            "missing", default: CSVFormat.Missing.error, help: "what a row without a \(value.rawValue) means")
    }

    var all: [any Declared] { [separator, header, columns, encoding, decimal, escape, missing, member] }

    /// - Throws: `PlacedError` at the option that can't be.
    func file(_ path: String, _ format: CSVFormat, _ call: Invocation) throws -> RatingFile {
        var format = format
        format.separator = call[separator].map { ["tab": "\t", "\\t": "\t", "blank": " ", "\\s+": " "][$0] ?? $0 }
        format.header = call[header]
        if call.has(columns) { format.columns = call[columns].flatMap { $0.split(separator: ",").map(String.init) } }
        format.missing = call[missing]
        format.decimalMark = call[decimal]
        format.escape = call[escape]
        if let mark = call[decimal], mark != ".", mark != "," {
            throw call.failure(
                NotebookError.badValue(mark, of: "--decimal", expected: "a point or a comma", nearest: nil), at: decimal
            )
        }
        if let mark = format.decimalMark, mark == format.separator {
            throw call.failure(
                NotebookError.badValue(mark, of: "--decimal", expected: "another sign than --separator", nearest: nil),
                at: decimal)
        }
        if let sign = call[escape], sign.utf8.count != 1 || sign == "\"" {
            throw call.failure(
                NotebookError.badValue(sign, of: "--escape", expected: "one sign, such as '\\'", nearest: nil),
                at: escape)
        }
        return RatingFile(path, format: format, encoding: call[encoding], member: call[member])
    }

    /// The table, with a word on what was chosen and what was left out.
    func read(_ file: RatingFile, _ call: Invocation, in session: isolated Session) async throws -> RatingTable {
        do {
            let reading = try await session.compute("load") { stop, progress in
                try file.read {
                    try stop.check()
                    progress(WorkProgress(completed: $0, total: $1, unit: "byte"))
                }
            }
            for notice in reading.notices { session.notice("note: \(notice)") }
            return reading.table
        } catch RatingsError.badColumns(let reason) where call.has(columns) {
            throw call.failure(RatingsError.badColumns(reason), at: columns)
        }
    }
}
