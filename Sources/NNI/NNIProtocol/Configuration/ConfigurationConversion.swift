package import Values

/// Turns a configuration of version 1 into one of version 2, to the field as NNI's own converter does.
package struct ConfigurationConversion {
    private let place: (_ path: [String]) -> String
    /// Fields that mean nothing any more, or that nobody knows.
    package private(set) var notes: [String] = []
    private var v2 = JSONObject()

    package init(place: @escaping (_ path: [String]) -> String = { $0.joined(separator: ".") }) { self.place = place }

    /// - Throws: `ConfigurationError` where a field is missing that the new version can't do without.
    package mutating func convert(_ old: JSONObject) throws(ConfigurationError) -> JSONObject {
        v2 = JSONObject()
        var v1 = old
        let given = v1.removeValue("trainingServicePlatform")?.string ?? ""
        let known = ["local", "remote", "pai", "aml", "kubeflow", "frameworkcontroller"]
        guard known.contains(given) else {
            throw .badValue(
                field: "trainingServicePlatform", place: place(["trainingServicePlatform"]),
                expected: "one of \(known.joined(separator: ", "))",
                found: "'\(given)'" + (nearestName(to: given, among: known).map { "; did you mean '\($0)'?" } ?? ""))
        }
        if let phases = v1.removeValue("multiPhase"), ![.null, false, 0, ""].contains(phases) {
            throw .contradiction(place: place(["multiPhase"]), reason: "multiPhase is no longer supported; remove it")
        }
        drop(["authorName", "description", "multiThread", "versionCheck", "logCollection"], of: &v1, [])
        Self.top.move(from: &v1, to: &v2)
        var trial = v1.removeValue("trial")?.object ?? JSONObject()
        Self.trial.move(from: &trial, to: &v2)
        for kind in ["tuner", "assessor", "advisor"] { try convertAlgorithm(kind, &v1) }

        var service: JSONObject = ["platform": .string(given == "pai" ? "openpai" : given)]
        switch given {
        case "local": local(&v1, &service)
        case "remote": try remote(&v1, &service)
        case "pai": try openpai(&v1, &trial, &service)
        case "aml": aml(&v1, &trial, &service)
        case "kubeflow": try kubeflow(&v1, &trial, &service)
        default: try frameworkcontroller(&v1, &trial, &service)
        }
        v2["trainingService"] = .object(service)
        if var storage = v1.removeValue("sharedStorage")?.object, !storage.isEmpty {
            var moved = JSONObject()
            Self.sharedStorage.move(from: &storage, to: &moved)
            v2["sharedStorage"] = .object(moved)
            noteRest(storage, ["sharedStorage"])
        }
        noteRest(trial, ["trial"])
        noteRest(v1, [])
        return v2
    }

    // MARK: - Notes

    private mutating func drop(_ names: [String], of object: inout JSONObject, _ path: [String]) {
        for name in names where object.removeValue(name) != nil {
            notes.append("\(place(path + [name])): '\(name)' means nothing to NNI 3.0 and is left out")
        }
    }

    private mutating func noteRest(_ rest: JSONObject, _ path: [String]) {
        let known = Self.names(at: path.first)
        for name in rest.keys {
            let nearest = nearestName(to: name, among: known.filter { $0 != name })
            notes.append(
                "\(place(path + [name])): there is no field '\(name)', and it is left out"
                    + (nearest.map { "; did you mean '\($0)'?" } ?? ""))
        }
    }

    private func required(_ name: String, _ object: inout JSONObject, _ path: [String]) throws(ConfigurationError)
        -> JSONValue
    {
        guard let value = object.removeValue(name) else {
            throw .missingField(name, place: place(path), of: path.last ?? "a configuration of version 1")
        }
        return value
    }

    // MARK: - Algorithms

    private mutating func convertAlgorithm(_ kind: String, _ v1: inout JSONObject) throws(ConfigurationError) {
        guard var old = v1.removeValue(kind)?.object, !old.isEmpty else { return }
        var new = JSONObject()
        let builtin = "builtin" + kind.prefix(1).uppercased() + kind.dropFirst() + "Name"
        if let name = old.removeValue(builtin), !name.isNull {
            new["name"] = name
        } else {
            new["codeDirectory"] = try required("codeDir", &old, [kind])
            let file = try required("classFileName", &old, [kind])
            guard let path = file.string, path.hasSuffix(".py") else {
                throw .badValue(
                    field: "classFileName", place: place([kind, "classFileName"]), expected: "a file FILE.py",
                    found: file.text())
            }
            let name = try required("className", &old, [kind])
            new["className"] = .string("\(path.dropLast(3)).\(name.string ?? name.text())")
        }
        if let arguments = old.removeValue("classArgs") { new["classArgs"] = arguments }
        v2[kind] = .object(new)
        drop(["includeIntermediateResults"], of: &old, [kind])
        FieldMap(["gpuIndices": "tunerGpuIndices"]).move(from: &old, to: &v2)
        noteRest(old, [kind])
    }

    // MARK: - Training services

    private mutating func local(_ v1: inout JSONObject, _ service: inout JSONObject) {
        var local = v1.removeValue("localConfig")?.object ?? JSONObject()
        Self.local.move(from: &local, to: &service)
        noteRest(local, ["localConfig"])
    }

    private mutating func remote(_ v1: inout JSONObject, _ service: inout JSONObject) throws(ConfigurationError) {
        var remote = v1.removeValue("remoteConfig")?.object ?? JSONObject()
        FieldMap(["reuse": "reuseMode"]).move(from: &remote, to: &service)
        noteRest(remote, ["remoteConfig"])
        var machines: [JSONValue] = []
        for old in try required("machineList", &v1, []).array ?? [] {
            var (old, new) = (old.object ?? JSONObject(), JSONObject())
            Self.machine.move(from: &old, to: &new)
            machines.append(.object(new))
            noteRest(old, ["machineList", "\(machines.count - 1)"])
        }
        service["machineList"] = .array(machines)
    }

    private mutating func openpai(
        _ v1: inout JSONObject, _ trial: inout JSONObject, _ service: inout JSONObject
    ) throws(ConfigurationError) {
        Self.openpaiTrial.move(from: &trial, to: &service)
        var pai = try required("paiConfig", &v1, []).object ?? JSONObject()
        drop(["password", "maxTrialNumPerGpu", "useActiveGpu"], of: &pai, ["paiConfig"])
        Self.openpai.move(from: &pai, to: &service)
        noteRest(pai, ["paiConfig"])
    }

    private mutating func aml(_ v1: inout JSONObject, _ trial: inout JSONObject, _ service: inout JSONObject) {
        FieldMap(["image": "dockerImage"]).move(from: &trial, to: &service)
        var aml = v1.removeValue("amlConfig")?.object ?? JSONObject()
        drop(["useActiveGpu"], of: &aml, ["amlConfig"])
        Self.aml.move(from: &aml, to: &service)
        noteRest(aml, ["amlConfig"])
    }

    /// A cluster's storage, which both services of Kubernetes write alike.
    private mutating func storage(
        _ cluster: inout JSONObject, _ path: [String]
    ) throws(ConfigurationError) -> JSONValue? {
        let named = cluster.removeValue("storage")
        let kind = named.flatMap { $0.isNull ? nil : $0.string } ?? (cluster["nfs"] != nil ? "nfs" : "azureStorage")
        switch kind {
        case "nfs":
            var nfs = try required("nfs", &cluster, path).object ?? JSONObject()
            return [
                "storageType": "nfs", "server": try required("server", &nfs, path + ["nfs"]),
                "path": try required("path", &nfs, path + ["nfs"]),
            ]
        case "azureStorage":
            var vault = try required("keyVault", &cluster, path).object ?? JSONObject()
            var azure = try required("azureStorage", &cluster, path).object ?? JSONObject()
            drop(["uploadRetryCount"], of: &cluster, path)
            return [
                "storageType": "azureStorage",
                "azureAccount": try required("accountName", &azure, path + ["azureStorage"]),
                "azureShare": try required("azureShare", &azure, path + ["azureStorage"]),
                "keyVaultName": try required("vaultName", &vault, path + ["keyVault"]),
                "keyVaultKey": try required("name", &vault, path + ["keyVault"]),
            ]
        default: return nil
        }
    }

    private mutating func kubeflow(
        _ v1: inout JSONObject, _ trial: inout JSONObject, _ service: inout JSONObject
    ) throws(ConfigurationError) {
        var cluster = try required("kubeflowConfig", &v1, []).object ?? JSONObject()
        FieldMap(["operator": "operator", "apiVersion": "apiVersion"]).move(from: &cluster, to: &service)
        service["storage"] = try storage(&cluster, ["kubeflowConfig"])
        noteRest(cluster, ["kubeflowConfig"])
        drop(["nasMode"], of: &trial, ["trial"])
        for name in ["worker", "ps", "master"] {
            guard var old = trial.removeValue(name)?.object else { continue }
            var role = JSONObject()
            Self.role.move(from: &old, to: &role)
            drop(["privateRegistryAuthPath"], of: &old, ["trial", name])
            guard let code = v2["trialCodeDirectory"] else {
                throw .missingField("codeDir", place: place(["trial"]), of: "trial")
            }
            role["codeDirectory"] = code
            service[name] = .object(role)
            noteRest(old, ["trial", name])
        }
    }

    private mutating func frameworkcontroller(
        _ v1: inout JSONObject, _ trial: inout JSONObject, _ service: inout JSONObject
    ) throws(ConfigurationError) {
        var cluster = try required("frameworkcontrollerConfig", &v1, []).object ?? JSONObject()
        FieldMap(["serviceAccountName": "serviceAccountName", "reuse": "reuseMode"]).move(from: &cluster, to: &service)
        service["storage"] = try storage(&cluster, ["frameworkcontrollerConfig"])
        noteRest(cluster, ["frameworkcontrollerConfig"])
        drop(["nasMode"], of: &trial, ["trial"])
        var roles: [JSONValue] = []
        for (index, element) in (trial.removeValue("taskRoles")?.array ?? []).enumerated() {
            let path = ["trial", "taskRoles", "\(index)"]
            var (old, role) = (element.object ?? JSONObject(), JSONObject())
            Self.taskRole.move(from: &old, to: &role)
            drop(["privateRegistryAuthPath"], of: &old, path)
            let policy = try required("frameworkAttemptCompletionPolicy", &old, path)
            if var counts = policy.object, !counts.isEmpty {
                var moved = JSONObject()
                Self.completionPolicy.move(from: &counts, to: &moved)
                role["frameworkAttemptCompletionPolicy"] = .object(moved)
                noteRest(counts, path)
            }
            roles.append(.object(role))
            noteRest(old, path)
            if (v2["trialCommand"]?.string ?? "").isEmpty, let command = role["command"] {
                v2["trialCommand"] = command
            }
        }
        service["taskRoles"] = .array(roles)
    }
}
