package import Values

extension SearchSpace {
    /// Reads NNI's JSON: `{"name": {"_type": …, "_value": […]}}`.
    package init(json: JSONValue) throws(SearchSpaceError) {
        try self.init(json: json, path: "")
        if parameters.isEmpty { throw .empty }
    }

    private init(json: JSONValue, path: String, ignoring ignored: String? = nil) throws(SearchSpaceError) {
        guard let object = json.object else { throw .notObject(path: path, expected: "an object of parameters") }
        var parameters: [SearchParameter] = []
        for (name, value) in object where name != ignored {
            let place = path.isEmpty ? name : "\(path).\(name)"
            guard let type = value.object?["_type"]?.string, let values = value.object?["_value"]?.array else {
                throw .notObject(path: place, expected: #"an object with a "_type" and a list "_value""#)
            }
            parameters.append(SearchParameter(name, try Distribution(type: type, values: values, path: place)))
        }
        self.init(parameters)
    }

    /// The space as NNI writes it.
    package var json: JSONValue {
        .object(
            JSONObject(
                parameters.map { parameter in
                    (
                        parameter.name,
                        [
                            "_type": .string(parameter.distribution.typeName),
                            "_value": .array(parameter.distribution.values),
                        ]
                    )
                }))
    }

    fileprivate static func option(_ json: JSONValue, path: String) throws(SearchSpaceError) -> ChoiceOption {
        guard let name = json.object?["_name"], name.object == nil, name.array == nil else { return .value(json) }
        return .nested(name: name, try SearchSpace(json: json, path: "\(path).\(name.plainText)", ignoring: "_name"))
    }
}

extension Distribution {
    /// - Parameter path: what errors call the parameter.
    init(type: String, values: [JSONValue], path: String) throws(SearchSpaceError) {
        switch type {
        case "choice":
            guard !values.isEmpty else { throw Self.wrong(path, type, "at least one value", values) }
            var options: [ChoiceOption] = []
            for value in values { options.append(try SearchSpace.option(value, path: path)) }
            self = .choice(options)
        case "randint":
            let bounds = values.compactMap(\.integer)
            guard bounds.count == values.count, bounds.count == 1 || bounds.count == 2 else {
                throw Self.wrong(path, type, "two whole numbers, the lower and the excluded upper bound", values)
            }
            let (lower, upper) = bounds.count == 1 ? (0, bounds[0]) : (bounds[0], bounds[1])
            guard lower < upper else { throw .reversed(path: path, low: "\(lower)", high: "\(upper)") }
            guard !upper.subtractingReportingOverflow(lower).overflow else {
                throw Self.wrong(path, type, "bounds that are nearer to one another", values)
            }
            self = .randint(lower: lower, upper: upper)
        case "uniform": (self) = try Self.bounded(type, values, path) { low, high, _ in .uniform(low: low, high: high) }
        case "quniform": self = try Self.bounded(type, values, path) { .quniform(low: $0, high: $1, q: $2) }
        case "loguniform":
            self = try Self.bounded(type, values, path) { low, high, _ in .loguniform(low: low, high: high) }
        case "qloguniform": self = try Self.bounded(type, values, path) { .qloguniform(low: $0, high: $1, q: $2) }
        case "normal": self = try Self.bell(type, values, path) { mu, sigma, _ in .normal(mu: mu, sigma: sigma) }
        case "qnormal": self = try Self.bell(type, values, path) { .qnormal(mu: $0, sigma: $1, q: $2) }
        case "lognormal": self = try Self.bell(type, values, path) { mu, sigma, _ in .lognormal(mu: mu, sigma: sigma) }
        case "qlognormal": self = try Self.bell(type, values, path) { .qlognormal(mu: $0, sigma: $1, q: $2) }
        default:
            throw .unknownType(path: path, type: type, nearest: nearestName(to: type, among: Self.typeNames))
        }
    }

    private static func wrong(
        _ path: String, _ type: String, _ expected: String, _ values: [JSONValue]
    ) -> SearchSpaceError {
        .wrongValues(
            path: path, type: type, expected: expected,
            found: values.isEmpty ? "nothing" : values.map { $0.text() }.joined(separator: " "))
    }

    private static func numbers(
        _ type: String, _ values: [JSONValue], _ path: String, _ names: String
    ) throws(SearchSpaceError) -> (Double, Double, Double) {
        let isRounded = type.hasPrefix("q")
        let numbers = values.compactMap(\.number).filter(\.isFinite)
        guard numbers.count == values.count, numbers.count == (isRounded ? 3 : 2) else {
            throw wrong(path, type, names + (isRounded ? " and a step" : ""), values)
        }
        if isRounded, numbers[2] <= 0 { throw .notPositive(path: path, what: "the step", found: "\(numbers[2])") }
        return (numbers[0], numbers[1], isRounded ? numbers[2] : 0)
    }

    private static func bounded(
        _ type: String, _ values: [JSONValue], _ path: String, _ make: (Double, Double, Double) -> Distribution
    ) throws(SearchSpaceError) -> Distribution {
        let (low, high, q) = try numbers(type, values, path, "a lower and an upper bound")
        guard low < high else { throw .reversed(path: path, low: "\(low)", high: "\(high)") }
        if type.contains("log"), low <= 0 { throw .notPositive(path: path, what: "the lower bound", found: "\(low)") }
        return make(low, high, q)
    }

    private static func bell(
        _ type: String, _ values: [JSONValue], _ path: String, _ make: (Double, Double, Double) -> Distribution
    ) throws(SearchSpaceError) -> Distribution {
        let (mu, sigma, q) = try numbers(type, values, path, "a mean and a standard deviation")
        guard sigma > 0 else { throw .notPositive(path: path, what: "the standard deviation", found: "\(sigma)") }
        return make(mu, sigma, q)
    }

    /// NNI's `_value`.
    package var values: [JSONValue] {
        func numbers(_ values: Double...) -> [JSONValue] {
            values.map { Int(exactly: $0).map(JSONValue.integer) ?? .number($0) }
        }
        switch self {
        case .choice(let options):
            return options.map { option in
                switch option {
                case .value(let value): value
                case .nested(let name, let space):
                    ChoiceOption.point(name, space.json.object ?? JSONObject())
                }
            }
        case .randint(let lower, let upper): return [.integer(lower), .integer(upper)]
        case .uniform(let low, let high), .loguniform(let low, let high): return numbers(low, high)
        case .quniform(let low, let high, let q), .qloguniform(let low, let high, let q): return numbers(low, high, q)
        case .normal(let mu, let sigma), .lognormal(let mu, let sigma): return numbers(mu, sigma)
        case .qnormal(let mu, let sigma, let q), .qlognormal(let mu, let sigma, let q): return numbers(mu, sigma, q)
        }
    }
}
