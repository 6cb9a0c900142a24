import Compute
package import Values

/// What `set` changes: each option is a parameter.
package struct Settings: Sendable {
    package enum Format: String, Sendable, CaseIterable { case text, json }
    package enum Color: String, Sendable, CaseIterable { case auto, always, never }
    /// How progress is shown: as a terminal wants it, always as a bar, as lines, or not at all.
    package enum Progress: String, Sendable, CaseIterable { case auto, bar, log, none }

    package static let format = Parameter(
        "format", default: Format.text, help: "how results are written: text or json")
    package static let color = Parameter("color", default: Color.auto, help: "colours: auto, always or never")
    package static let progress = Parameter(
        "progress", default: Progress.auto,
        help: "progress: auto, a bar on a terminal and else now and then a line; bar, log or none")
    package static let pager = Parameter(
        "pager", default: true, help: "whether what the window is too small for is shown in pages at the prompt")
    package static let seed = Parameter<Int?>("seed", 0...Int(UInt32.max), help: "the seed of commands that name none")
    package static let threads = Parameter(
        "threads", 1...256, default: CoreBudget.available, help: "trials that an experiment trains at once")

    package static let journalDays = Parameter(
        "journal_days", 1...3650, default: 30, help: "days that the journals of old sessions are kept")

    package static let all: [ParameterDescription] = [
        format.description, color.description, progress.description, pager.description, seed.description,
        threads.description, journalDays.description,
    ]

    private var given = JSONObject()

    package subscript<Value>(_ parameter: Parameter<Value>) -> Value { ParameterValues(checked: given)[parameter] }

    /// The value of an option, as it is shown.
    package func value(of option: ParameterDescription) -> JSONValue {
        given[option.name] ?? option.defaultValue ?? .null
    }

    /// - Throws: `ParameterError`; an option that there is not changes nothing.
    package mutating func set(_ name: String, to value: String) throws(ParameterError) {
        guard let option = Self.all.first(where: { $0.name == name }) else { return }
        given[name] = try option.parse(word: value)
    }
}
