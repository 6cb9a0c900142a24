import Compute
import Values

/// What `set` changes.
package struct Settings: Sendable {
    package enum Format: String, Sendable, CaseIterable { case text, json }
    package enum Color: String, Sendable, CaseIterable { case auto, always, never }

    package var format = Format.text
    package var color = Color.auto
    package var progress = true
    /// Where given, the seed of everything whose command names none.
    package var seed: Int?
    package var threads = CoreBudget.available

    package init() {}

    static let names = ["format", "color", "progress", "seed", "threads"]

    /// The choices of an option, for completion and errors; empty: a number.
    static func choices(of name: String) -> [String] {
        switch name {
        case "format": Format.allCases.map(\.rawValue)
        case "color": Color.allCases.map(\.rawValue)
        case "progress": ["on", "off"]
        default: []
        }
    }

    /// - Throws: `NotebookError`.
    mutating func set(_ name: String, to value: String) throws {
        func bad(_ expected: String, among known: [String] = []) -> NotebookError {
            .badValue(value, of: name, expected: expected, nearest: nearestName(to: value, among: known))
        }
        let choices = Settings.choices(of: name)
        let expected = "one of \(choices.joined(separator: ", "))"
        switch name {
        case "format":
            guard let value = Format(rawValue: value) else { throw bad(expected, among: choices) }
            format = value
        case "color":
            guard let value = Color(rawValue: value) else { throw bad(expected, among: choices) }
            color = value
        case "progress":
            guard choices.contains(value) else { throw bad(expected, among: choices) }
            progress = value == "on"
        case "seed":
            guard let number = Int(value), (0...Int(UInt32.max)).contains(number) else {
                throw bad("a whole number from 0 to 4294967295")
            }
            seed = number
        case "threads":
            guard let number = Int(value), (1...256).contains(number) else { throw bad("a whole number from 1 to 256") }
            threads = number
        default:
            throw NotebookError.badValue(
                name, of: "OPTION", expected: "one of \(Settings.names.joined(separator: ", "))",
                nearest: nearestName(to: name, among: Settings.names))
        }
    }

    var table: TableObject {
        TableObject(
            columns: ["option", "value", "means"],
            rows: [
                ["format", .string(format.rawValue), "how results are written: text or json"],
                ["color", .string(color.rawValue), "colours: auto, always or never"],
                ["progress", progress ? "on" : "off", "progress bars on a terminal: on or off"],
                ["seed", seed.map { .integer($0) } ?? .null, "the seed of commands that name none"],
                ["threads", .integer(threads), "trials that an experiment trains at once"],
            ])
    }
}
