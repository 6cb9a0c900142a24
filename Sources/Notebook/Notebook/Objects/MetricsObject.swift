package import Display
package import Values

/// Metrics by name; each is a field.
package struct MetricsObject: SessionObject {
    package let values: JSONObject

    package init(_ values: JSONObject) { self.values = values }

    package var kind: ObjectKind { .metrics }
    package func json() async -> JSONValue { .object(values) }
    package func fieldNames() async -> [String] { values.keys }
    package func field(_ name: String) async throws -> (any SessionObject)? { values[name].map(PlainValue.init) }

    package func summary() async -> String {
        values.map { "\($0.key) \(Figures.text($0.value))" }.joined(separator: "  ")
    }

    package func output() async -> Output { .pairs(values) }
}
