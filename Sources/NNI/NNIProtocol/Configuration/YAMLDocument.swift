import Foundation
package import Values
import Yams

/// A YAML file as JSON, with the place of every field for messages.
///
/// Plain words are read as NNI's own reader does (`yes` and `on` are true, `0x10` is 16), but for numbers such as `1e-4`,
/// which it takes for texts.
package struct YAMLDocument {
    package let path: String
    package let json: JSONValue
    private let root: Node?

    /// - Throws: `ConfigurationError.syntax` with the place.
    package init(_ text: String, path: String) throws(ConfigurationError) {
        self.path = path
        if let key = text.firstMatch(
            of: #/(?:^|[\[{,?])[ \t]*\*[^ \t\[\]{},:]+[ \t]*:(?:\s|$)/#.anchorsMatchLineEndings())
        {
            let before = text[..<key.range.lowerBound]
            throw .syntax(
                path: path, line: before.count { $0.isNewline } + 1, column: 1, reason: "an alias can't be a key here")
        }
        do {
            // A byte order mark is no part of the text.
            root = try Yams.compose(yaml: text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text)
        } catch {
            throw Self.failure(error, path)
        }
        var room = Self.nodeLimit
        json = root.map { Self.value($0, &room) } ?? .null
        guard room > 0 else {
            throw .syntax(
                path: path, line: 1, column: 1, reason: "its aliases unfold to more than \(Self.nodeLimit) values")
        }
    }

    /// Aliases of aliases unfold without end: a few hundred bytes would fill any memory.
    private static let nodeLimit = 500_000

    private static func failure(_ error: any Error, _ path: String) -> ConfigurationError {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            .syntax(path: path, line: mark.line, column: mark.column, reason: problem)
        case .duplicatedKeysInMapping(let keys, let context):
            .syntax(
                path: path, line: context.mark.line, column: context.mark.column,
                reason: "\(keys.map { "\($0)" }.joined(separator: ", ")) stands twice")
        default: .syntax(path: path, line: 1, column: 1, reason: "\(error)")
        }
    }

    /// The line of a field by its path, `["trainingService", "machineList", "0", "host"]`; of its nearest parent where it
    /// is not there.
    package func line(of path: [String]) -> Int? {
        var node = root
        var line = root?.mark?.line
        for name in path {
            switch node {
            case .mapping(let mapping):
                guard let pair = mapping.first(where: { $0.key.string == name }) else { return line }
                line = pair.key.mark?.line ?? line
                node = pair.value
            case .sequence(let sequence):
                guard let index = Int(name), sequence.indices.contains(index) else { return line }
                node = sequence[index]
                line = node?.mark?.line ?? line
            default: return line
            }
        }
        return line
    }

    // MARK: - Values

    private static func value(_ node: Node, _ room: inout Int) -> JSONValue {
        room -= 1
        guard room > 0 else { return .null }
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain || scalar.style == .any
            return isPlain ? plain(scalar.string) : .string(scalar.string)
        case .sequence(let sequence):
            var values: [JSONValue] = []
            for inner in sequence where room > 0 { values.append(value(inner, &room)) }
            return .array(values)
        case .mapping(let mapping):
            var object = JSONObject()
            for (key, inner) in mapping where room > 0 {
                // A merged mapping gives what the mapping itself does not say.
                if key.string == "<<", let merged = value(inner, &room).object {
                    object = merged.merging(object)
                } else {
                    object[key.string ?? "\(key.any)"] = value(inner, &room)
                }
            }
            return .object(object)
        case .alias: return .null
        }
    }

    private static func plain(_ text: String) -> JSONValue {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON": return true
        case "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF": return false
        case ".nan", ".NaN", ".NAN": return .number(.nan)
        case ".inf", ".Inf", ".INF", "+.inf": return .number(.infinity)
        case "-.inf", "-.Inf", "-.INF": return .number(-.infinity)
        default: break
        }
        return number(text.replacing("_", with: "")) ?? .string(text)
    }

    /// Whole numbers of base 10, 16 (`0x10`) and 8 (`010`), and decimals.
    private static func number(_ text: String) -> JSONValue? {
        let isNegative = text.hasPrefix("-")
        let body = text.dropFirst(isNegative || text.hasPrefix("+") ? 1 : 0)
        guard let first = body.utf8.first, first == UInt8(ascii: ".") || (0x30...0x39).contains(first) else {
            return nil
        }
        func whole(_ digits: Substring, radix: Int) -> JSONValue? {
            guard digits.utf8.first.map({ $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") }) == true else {
                return nil
            }
            return Int((isNegative ? "-" : "") + digits, radix: radix).map(JSONValue.integer)
        }
        if body.hasPrefix("0x") { return whole(body.dropFirst(2), radix: 16) }
        if body.hasPrefix("0"), body.count > 1, let octal = whole(body.dropFirst(), radix: 8) { return octal }
        if !body.hasPrefix("0") || body == "0", let decimal = whole(body, radix: 10) { return decimal }
        guard text.utf8.allSatisfy({ "0123456789.eE+-".utf8.contains($0) }), let value = Double(text), value.isFinite
        else {
            return nil
        }
        return .number(value)
    }
}

/// JSON as YAML that people read.
package enum YAMLText {
    package static func text(_ json: JSONValue) -> String {
        // A value that can be written can be read: the emitter fails on memory alone.
        (try? Yams.serialize(node: node(json), allowUnicode: true)) ?? json.prettyText() + "\n"
    }

    private static func node(_ json: JSONValue) -> Node {
        switch json {
        case .null: return Node("null", Tag(.null), .plain)
        case .boolean(let value): return Node(value ? "true" : "false", Tag(.bool), .plain)
        case .integer(let value): return Node(String(value), Tag(.int), .plain)
        case .number(let value): return Node(number(value), Tag(.float), .plain)
        case .string(let value):
            let isPlain = YAMLText.isSafe(value)
            return Node(value, Tag(.str), isPlain ? .plain : .doubleQuoted)
        case .array(let values):
            let isFlat = values.allSatisfy { $0.array == nil && $0.object == nil }
            return Node(values.map(node), Tag(.seq), isFlat ? .flow : .block)
        case .object(let members):
            return Node(members.map { (node(.string($0.key)), node($0.value)) }, Tag(.map), .block)
        }
    }

    /// As Python reads it back: a number with an exponent needs a point, and the exponent a sign.
    private static func number(_ value: Double) -> String {
        if value.isNaN { return ".nan" }
        if value.isInfinite { return value < 0 ? "-.inf" : ".inf" }
        let parts = "\(value)".split(separator: "e")
        guard parts.count == 2 else { return "\(value)" }
        let mantissa = parts[0].contains(".") ? parts[0] : parts[0] + ".0"
        return mantissa + "e" + (parts[1].hasPrefix("-") ? "" : "+") + parts[1].replacing("+", with: "")
    }

    /// Whether a text is itself without quotes.
    private static func isSafe(_ text: String) -> Bool {
        text.wholeMatch(of: #/[A-Za-z_\/][A-Za-z0-9_\/.@-]*/#) != nil
            && !["yes", "no", "on", "off", "true", "false", "null", "y", "n"].contains(text.lowercased())
    }
}
