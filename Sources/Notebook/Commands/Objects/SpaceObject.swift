package import Display
package import Notebook
package import Tuning
package import Values

/// A search space.
package struct SpaceObject: SessionObject {
    package let space: SearchSpace

    package init(_ space: SearchSpace) { self.space = space }

    package var kind: ObjectKind { .space }
    package func json() async -> JSONValue { space.json }
    package func summary() async -> String {
        "\(Figures.count(space.parameters.count, "parameter")): \(space.parameterNames.joined(separator: ", "))"
    }

    package func output() async -> Output {
        .table(Table(columns: ["parameter", "type", "values"], rows: rows(space, prefix: "")))
    }

    private func rows(_ space: SearchSpace, prefix: String) -> [[JSONValue]] {
        space.parameters.flatMap { parameter -> [[JSONValue]] in
            let name = prefix + parameter.name
            guard case .choice(let options) = parameter.distribution else {
                let values = parameter.distribution.values.map(\.typed).joined(separator: " ")
                return [[.string(name), .string(parameter.distribution.typeName), .string(values)]]
            }
            var nested: [[JSONValue]] = []
            let names = options.map { option -> String in
                switch option {
                case .value(let value): return value.typed
                case .nested(let option, let inner):
                    nested += rows(inner, prefix: "\(name).\(option.plainText).")
                    return option.typed
                }
            }
            return [[.string(name), "choice", .string(names.joined(separator: " "))]] + nested
        }
    }

    package func fieldNames() async -> [String] { space.parameterNames }
    package func field(_ name: String) async throws -> (any SessionObject)? {
        space[name].map { PlainValue(["_type": .string($0.typeName), "_value": .array($0.values)]) }
    }
}
