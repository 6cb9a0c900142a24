package import Display
package import Values

/// Metrics by name; each is a field.
package struct MetricsObject: SessionObject {
    package let values: JSONObject
    /// Where a value lies, as far as can be told, by its name.
    private let intervals: [String: ClosedRange<Double>]

    package init(_ values: JSONObject, intervals: [String: ClosedRange<Double>] = [:]) {
        self.values = values
        self.intervals = intervals
    }

    package var kind: ObjectKind { .metrics }
    package func json() async -> JSONValue { .object(values) }

    package func beside() async -> JSONObject {
        let told = values.compactMap { name, _ in
            intervals[name].map { (name, JSONValue.array([.number($0.lowerBound), .number($0.upperBound)])) }
        }
        return told.isEmpty ? JSONObject() : ["intervals": .object(JSONObject(told))]
    }

    package func fieldNames() async -> [String] { values.keys }
    package func field(_ name: String) async throws -> (any SessionObject)? { values[name].map(PlainValue.init) }

    package func summary() async -> String {
        shown.map { "\($0.key) \(Figures.text($0.value))" }.joined(separator: "  ")
    }

    package func output() async -> Output { .pairs(shown) }

    /// `0.2663 ± 0.0121` where there is an interval.
    private var shown: JSONObject {
        JSONObject(
            values.map { name, value in
                guard let number = value.number, let interval = intervals[name] else { return (name, value) }
                let half = (interval.upperBound - interval.lowerBound) / 2
                return (name, .string(Figures.spread(number, half)))
            })
    }
}
