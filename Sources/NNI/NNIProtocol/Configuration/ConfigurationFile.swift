import Foundation
import Platform
package import Values

/// An NNI configuration of either version, as one of version 2 with absolute paths.
package struct ConfigurationFile: Sendable {
    package let json: JSONObject
    /// What was ignored, in words.
    package let notes: [String]

    /// - Parameter path: the file; relative paths in it begin at its folder.
    /// - Throws: `ConfigurationError` with the line.
    package init(_ text: String, path: String, home: String) throws(ConfigurationError) {
        let document = try YAMLDocument(text, path: path)
        guard var object = document.json.object, !object.isEmpty else { throw .notObject(path: path) }
        var notes: [String] = []
        let isFirstVersion = object["trainingServicePlatform"] != nil
        if isFirstVersion {
            var conversion = ConfigurationConversion(place: { document.place($0) })
            object = Self.mended(try conversion.convert(object))
            notes = conversion.notes
        }
        let check = ConfigurationCheck(
            place: { isFirstVersion ? path : document.place($0) }, folder: path.parentFolder, home: home)
        var json = try check.read(object, .experiment)
        try Self.checkWhole(json, place: path)
        // NNI's default is the folder of the file too.
        if json["trialCodeDirectory"] == nil {
            json["trialCodeDirectory"] = .string(RelativePath.resolve(".", from: check.folder, home: home))
        }
        self.json = json
        self.notes = notes
    }

    /// NNI's converter leaves a machine's passphrase under its old name, which the new version does not know.
    private static func mended(_ converted: JSONObject) -> JSONObject {
        var converted = converted
        guard var service = converted["trainingService"]?.object, let machines = service["machineList"]?.array else {
            return converted
        }
        service["machineList"] = .array(
            machines.map { machine in
                guard var machine = machine.object, let phrase = machine.removeValue("passphrase") else {
                    return machine
                }
                machine["sshPassphrase"] = phrase
                return .object(machine)
            })
        converted["trainingService"] = .object(service)
        return converted
    }

    /// What no field says alone.
    private static func checkWhole(_ json: JSONObject, place: String) throws(ConfigurationError) {
        if json["useAnnotation"] == true {
            throw .contradiction(
                place: place, reason: "useAnnotation is not supported since NNI 3.0; give a searchSpaceFile")
        }
        guard json["searchSpace"] != nil || json["searchSpaceFile"] != nil else {
            throw .missingField("searchSpaceFile", place: place, of: "an NNI configuration")
        }
        if json["tuner"] != nil, json["advisor"] != nil {
            throw .contradiction(place: place, reason: "an advisor stands for the tuner; give one of them")
        }
        guard let tuner = (json["tuner"] ?? json["advisor"])?.object else {
            throw .missingField("tuner", place: place, of: "an NNI configuration")
        }
        if let name = tuner["name"]?.string, NNITuners.named(name) == nil {
            let nearest = nearestName(to: name, among: NNITuners.names)
            throw .badValue(
                field: "tuner", place: place, expected: "one of \(NNITuners.names.joined(separator: ", "))",
                found: "'\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? ""))
        }
        guard tuner["name"] != nil || tuner["className"] != nil else {
            throw .missingField("name", place: place, of: "tuner")
        }
        let services = json["trainingService"]?.array ?? [json["trainingService"] ?? .null]
        let isCommanded = services.allSatisfy { service in
            let object = service.object ?? JSONObject()
            return object["trialCommand"] != nil || object["taskRoles"] != nil || object["worker"] != nil
        }
        guard json["trialCommand"] != nil || isCommanded else {
            throw .missingField("trialCommand", place: place, of: "an NNI configuration")
        }
    }

    /// A file with a training service, or with a list of them, or with a configuration's `trainingService` field.
    ///
    /// - Throws: `ConfigurationError` with the line.
    package static func trainingService(_ text: String, path: String, home: String) throws(ConfigurationError)
        -> JSONValue
    {
        let document = try YAMLDocument(text, path: path)
        let inner = document.json.object?["trainingService"]
        let prefix = inner == nil ? [] : ["trainingService"]
        let check = ConfigurationCheck(
            place: { document.place($0) }, folder: path.parentFolder, home: home)
        let value = inner ?? document.json
        guard let list = value.array else { return try check.readService(value, at: prefix) }
        guard !list.isEmpty else { throw .notObject(path: path) }
        var services: [JSONValue] = []
        for (index, service) in list.enumerated() {
            services.append(try check.readService(service, at: prefix + ["\(index)"]))
        }
        return .array(services)
    }
}

extension YAMLDocument {
    func place(_ field: [String]) -> String { line(of: field).map { "\(path):\($0)" } ?? path }
}
