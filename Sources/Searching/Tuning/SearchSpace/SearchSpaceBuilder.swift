package import Values

/// Makes a space line by line. A dotted name nests: `optimizer.adam.lr` is `lr` under the option `adam` of the choice
/// `optimizer`, which stands before it.
package struct SearchSpaceBuilder: Sendable {
    private var parameters: [SearchParameter] = []

    package init() {}

    package mutating func add(name: String, type: String, values: [JSONValue]) throws(SearchSpaceError) {
        let path = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard path.count % 2 == 1, !path.contains("") else { throw .unknownParent(path: name, parent: name) }
        let distribution = try Distribution(type: type, values: values, path: name)
        parameters = try Self.adding(
            SearchParameter(path[path.count - 1], distribution), at: path[...], to: parameters, name)
    }

    private static func adding(
        _ parameter: SearchParameter, at path: ArraySlice<String>, to parameters: [SearchParameter], _ full: String
    ) throws(SearchSpaceError) -> [SearchParameter] {
        guard path.count > 1, let parent = path.first, let option = path.dropFirst().first else {
            if parameters.contains(where: { $0.name == parameter.name }) { throw .duplicate(path: full) }
            return parameters + [parameter]
        }
        guard let place = parameters.firstIndex(where: { $0.name == parent }),
            case .choice(var options) = parameters[place].distribution
        else { throw .unknownParent(path: full, parent: parent) }
        let names = options.map(\.name)
        guard let chosen = names.firstIndex(of: option) else {
            throw .unknownOption(path: full, parent: parent, option: option, known: names)
        }
        guard names.lastIndex(of: option) == chosen else {
            throw .ambiguousOption(path: full, parent: parent, option: option)
        }
        var inner: [SearchParameter] = []
        if case .nested(_, let space) = options[chosen] { inner = space.parameters }
        options[chosen] = .nested(
            name: options[chosen].value, SearchSpace(try adding(parameter, at: path.dropFirst(2), to: inner, full)))
        // NNI names every option of a nested choice, also those without parameters.
        options = options.map { item in
            if case .value(let value) = item, value.array == nil, value.object == nil {
                return .nested(name: value, SearchSpace([]))
            }
            return item
        }
        var result = parameters
        result[place] = SearchParameter(parent, .choice(options))
        return result
    }

    package func build() throws(SearchSpaceError) -> SearchSpace {
        if parameters.isEmpty { throw .empty }
        return SearchSpace(parameters)
    }
}

extension ChoiceOption {
    /// The option itself, of whatever type: what its `_name` is where it has parameters of its own.
    var value: JSONValue {
        switch self {
        case .value(let value), .nested(let value, _): value
        }
    }

    /// The value of a nested option in a point: its name beside the values of its parameters.
    static func point(_ name: JSONValue, _ parameters: JSONObject) -> JSONValue {
        .object(JSONObject([("_name", name)]).merging(parameters))
    }

    /// What a dotted name calls the option.
    var name: String { value.plainText }
}
