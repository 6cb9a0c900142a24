import Foundation
import Values

/// Reads a configuration of version 2 by its schema: names in NNI's spelling, values of the right kind, paths absolute.
struct ConfigurationCheck {
    /// Where a field stands, for messages: `config.yml:7`.
    let place: (_ path: [String]) -> String
    /// What relative paths begin at.
    let folder: String
    let home: String

    func read(
        _ json: JSONObject, _ schema: ConfigurationSchema, at path: [String] = []
    ) throws(ConfigurationError) -> JSONObject {
        var result = JSONObject()
        for (name, value) in json {
            guard let field = schema.field(name) else {
                let names = schema.fields.map(\.name)
                throw .unknownField(
                    name, place: place(path + [name]), of: schema.title, nearest: nearestName(to: name, among: names),
                    known: names)
            }
            // NNI takes an empty field for one that is not there.
            if value.isNull { continue }
            result[field.name] = try read(value, field, at: path + [name])
        }
        for field in schema.fields where field.isRequired && result[field.name] == nil {
            throw .missingField(field.name, place: place(path), of: schema.title)
        }
        return result
    }

    private func read(
        _ value: JSONValue, _ field: ConfigurationSchema.Field, at path: [String]
    ) throws(ConfigurationError) -> JSONValue {
        func bad(_ expected: String) -> ConfigurationError {
            .badValue(field: field.name, place: place(path), expected: expected, found: value.text())
        }
        switch field.kind {
        case .any: return value
        case .text:
            guard let text = value.string else {
                // YAML reads an account such as 0815 as a number.
                guard value.number != nil else { throw bad("a text") }
                return .string(value.text())
            }
            return .string(text)
        case .integer:
            guard let number = value.integer else { throw bad("a whole number") }
            let least =
                ["trialConcurrency", "maxTrialNumber", "port", "maxTrialNumberPerGpu"].contains(field.name) ? 1 : 0
            guard number >= least else { throw bad("a whole number of at least \(least)") }
            return .integer(number)
        case .boolean:
            guard value.boolean != nil else { throw bad("true or false") }
            return value
        case .duration, .memory, .indices:
            return try readQuantity(value, field.kind, bad)
        case .choice(let words):
            guard let word = value.string, words.contains(word) else {
                throw bad("one of \(words.joined(separator: ", "))")
            }
            return value
        case .path, .existingFile, .existingFolder: return try readPath(value, field, at: path)
        case .object(let schema):
            guard let object = value.object else { throw bad("an object of fields") }
            return .object(try read(object, schema, at: path))
        case .objects(let schema):
            guard let list = value.array, !list.isEmpty else { throw bad("a list of objects") }
            var objects: [JSONValue] = []
            for (index, element) in list.enumerated() {
                guard let object = element.object else { throw bad("a list of objects") }
                objects.append(.object(try read(object, schema, at: path + ["\(index)"])))
            }
            return .array(objects)
        case .service:
            guard let list = value.array else { return try readService(value, at: path) }
            var services: [JSONValue] = []
            for (index, element) in list.enumerated() {
                services.append(try readService(element, at: path + ["\(index)"]))
            }
            return .array(services)
        }
    }

    /// Durations, sizes of memory and lists of indices, which may be numbers or texts.
    private func readQuantity(
        _ value: JSONValue, _ kind: ConfigurationSchema.Kind, _ bad: (String) -> ConfigurationError
    ) throws(ConfigurationError) -> JSONValue {
        switch kind {
        case .duration:
            // Thirty years are no limit any more, and far more is no number of seconds that can be counted.
            guard let seconds = NNIDuration.seconds(value), seconds > 0, seconds <= 1e9 else {
                throw bad(NNIDuration.expectation)
            }
            return value.string == nil && value.integer == nil ? .integer(Int(seconds.rounded(.up))) : value
        case .memory:
            let isSize = value.string?.lowercased().wholeMatch(of: #/[0-9.]+\s*(tb|gb|mb|kb|b)/#) != nil
            guard isSize || value.integer.map({ $0 > 0 }) ?? false else {
                throw bad("megabytes, or a size such as 8gb")
            }
            return value
        default:
            let parts = value.string?.split(separator: ",").map { Int($0.trimmingCharacters(in: .whitespaces)) }
            let numbers = parts ?? (value.array ?? [value]).map(\.integer)
            guard numbers.allSatisfy({ $0.map { $0 >= 0 } ?? false }), Set(numbers).count == numbers.count else {
                throw bad("a number, or a list of different ones such as 0,1")
            }
            return value
        }
    }

    func readService(_ value: JSONValue, at path: [String]) throws(ConfigurationError) -> JSONValue {
        let known = ConfigurationSchema.services.map(\.platform)
        guard let object = value.object, let platform = object["platform"]?.string else {
            throw .missingField("platform", place: place(path), of: "a training service")
        }
        guard let schema = ConfigurationSchema.services.first(where: { $0.platform == platform })?.schema else {
            let nearest = nearestName(to: platform, among: known).map { "; did you mean '\($0)'?" } ?? ""
            throw .badValue(
                field: "platform", place: place(path + ["platform"]),
                expected: "one of \(known.joined(separator: ", "))",
                found: "'\(platform)'\(nearest)")
        }
        return .object(try read(object, schema, at: path))
    }

    private func readPath(
        _ value: JSONValue, _ field: ConfigurationSchema.Field, at path: [String]
    ) throws(ConfigurationError) -> JSONValue {
        guard let text = value.string, !text.isEmpty else {
            throw .badValue(field: field.name, place: place(path), expected: "a path", found: value.text())
        }
        let absolute = RelativePath.resolve(text, from: folder, home: home)
        let isFolder =
            (try? URL(fileURLWithPath: absolute).resourceValues(forKeys: [.isDirectoryKey]).isDirectory) ?? nil
        switch field.kind {
        case .existingFile where isFolder != false, .existingFolder where isFolder != true:
            throw .noSuchFile(field: field.name, place: place(path), path: absolute)
        default: return .string(absolute)
        }
    }
}

/// Paths as NNI reads them: relative to the configuration's folder, `~` is the home, links are followed.
enum RelativePath {
    static func resolve(_ path: String, from folder: String, home: String) -> String {
        var whole = path
        if path == "~" || path.hasPrefix("~/") { whole = home + path.dropFirst() }
        if !whole.hasPrefix("/") { whole = folder + "/" + whole }
        let base = URL(fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
        var existing = URL(fileURLWithPath: whole, relativeTo: base).standardizedFileURL
        // Links are followed in the part that is there.
        var rest: [String] = []
        while existing.path != "/", !FileManager.default.fileExists(atPath: existing.path) {
            rest.insert(existing.lastPathComponent, at: 0)
            existing.deleteLastPathComponent()
        }
        let resolved = existing.resolvingSymlinksInPath().path
        return rest.isEmpty ? resolved : (resolved == "/" ? "" : resolved) + "/" + rest.joined(separator: "/")
    }
}
