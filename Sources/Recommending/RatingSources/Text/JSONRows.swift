import Platform
import Ratings
import Values

/// Ratings as JSON: an object a line, as Yelp and Amazon give them, or one list of objects.
struct JSONRows {
    let path: String
    /// What the objects name, in the order of the first ones.
    let names: [String]

    /// - Parameter start: the text's first bytes.
    /// - Throws: `RatingsError.notRatings` for JSON of another shape, `PlatformError.unreadable` with line and column.
    init(start: [UInt8], path: String) throws {
        self.path = path
        var names: [String] = []
        var lines = start.split(separator: 0x0A)
        if lines.count > 1, start.last != 0x0A { lines.removeLast() }
        for (number, line) in lines.prefix(100).enumerated() {
            for name in try Self.object(line, path, number + 1).keys where !names.contains(name) { names.append(name) }
        }
        self.names = names
    }

    private init(path: String, names: [String]) {
        self.path = path
        self.names = names
    }

    /// A list of objects as rows, with the names of all.
    static func list(_ bytes: [UInt8], path: String) throws -> (names: [String], stream: MemoryStream) {
        guard case .array(let values) = try parsed(bytes[...], path, 1) else {
            throw RatingsError.notRatings(path: path, kind: .json)
        }
        var names: [String] = []
        let objects = try values.map { value in
            guard let object = value.object else { throw RatingsError.notRatings(path: path, kind: .json) }
            for name in object.keys where !names.contains(name) { names.append(name) }
            return object
        }
        let rows = JSONRows(path: path, names: names)
        return (names, MemoryStream(objects.flatMap { rows.row($0) + [0x0A] }, path: path))
    }

    func row(_ line: ArraySlice<UInt8>, _ number: Int) throws -> [UInt8] {
        line.allSatisfy { $0 == 0x20 } ? [] : row(try Self.object(line, path, number))
    }

    private func row(_ object: JSONObject) -> [UInt8] {
        let fields = names.map { name -> [UInt8] in
            switch object[name] {
            case nil, .null: []
            case .string(let text): Self.quoted(text)
            case .array(let list): Self.quoted(JSONValue.array(list).text())
            case .object(let inner): Self.quoted(JSONValue.object(inner).text())
            case let value?: Array(value.plainText.utf8)
            }
        }
        return Array(fields.joined(separator: [UInt8(ascii: ",")]))
    }

    private static func object(_ line: ArraySlice<UInt8>, _ path: String, _ number: Int) throws -> JSONObject {
        guard let object = try parsed(line, path, number).object else {
            throw RatingsError.notRatings(path: path, kind: .json)
        }
        return object
    }

    private static func parsed(_ bytes: ArraySlice<UInt8>, _ path: String, _ number: Int) throws -> JSONValue {
        do {
            return try JSONValue(parsingUTF8: Array(bytes))
        } catch {
            throw PlatformError.unreadable(
                path: "\(path):\(error.line + number - 1):\(error.column)",
                reason: "\(error.expected) expected; JSON is read as one object a line, or one list of objects")
        }
    }

    private static func quoted(_ text: String) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        return [quote] + text.utf8.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
    }
}
