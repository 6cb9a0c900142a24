/// Checked values of declared parameters, each with what was given or its default.
package struct ParameterValues: Hashable, Sendable {
    /// Every parameter that has a value, in the order of declaration.
    package let json: JSONObject

    /// - Throws: `ParameterError`.
    package init(_ given: JSONObject, of parameters: [ParameterDescription]) throws(ParameterError) {
        json = try ParameterDescription.complete(given, with: parameters)
    }

    /// Values that were checked before; what is missing has its default.
    package init(checked values: JSONObject) { json = values }

    package subscript<Value>(_ parameter: Parameter<Value>) -> Value {
        json[parameter.name].flatMap(parameter.read) ?? parameter.fallback
    }
}
