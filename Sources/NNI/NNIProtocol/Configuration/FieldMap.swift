import Values

/// Old names of fields and their new ones.
struct FieldMap: Sendable {
    let names: [(old: String, new: String)]

    init(_ names: KeyValuePairs<String, String>) { self.names = names.map { ($0.key, $0.value) } }

    /// Fields that keep their names, then those that change them.
    init(same: [String], _ names: KeyValuePairs<String, String> = [:]) {
        self.names = same.map { ($0, $0) } + names.map { ($0.key, $0.value) }
    }

    /// Moves what is there; an empty field goes away.
    func move(from old: inout JSONObject, to new: inout JSONObject) {
        for (name, newName) in names {
            if let value = old.removeValue(name), !value.isNull { new[newName] = value }
        }
    }
}

extension JSONObject {
    /// Takes a member out.
    mutating func removeValue(_ name: String) -> JSONValue? {
        let value = self[name]
        self[name] = nil
        return value
    }
}

extension ConfigurationConversion {
    static let top = FieldMap(
        same: ["experimentName", "trialConcurrency", "nniManagerIp", "debug", "logLevel", "useAnnotation"],
        [
            "maxExecDuration": "maxExperimentDuration", "maxTrialNum": "maxTrialNumber",
            "searchSpacePath": "searchSpaceFile", "logDir": "experimentWorkingDirectory",
        ])
    static let trial = FieldMap([
        "command": "trialCommand", "codeDir": "trialCodeDirectory", "gpuNum": "trialGpuNumber",
    ])
    static let local = FieldMap(
        same: ["gpuIndices", "useActiveGpu"], ["maxTrialNumPerGpu": "maxTrialNumberPerGpu"])
    static let machine = FieldMap(
        same: ["port", "passphrase", "gpuIndices", "useActiveGpu", "pythonPath"],
        [
            "ip": "host", "username": "user", "sshKeyPath": "sshKeyFile", "maxTrialNumPerGpu": "maxTrialNumberPerGpu",
            "passwd": "password",
        ])
    static let openpaiTrial = FieldMap(
        same: ["virtualCluster"],
        [
            "nniManagerNFSMountPath": "localStorageMountPoint", "containerNFSMountPath": "containerStorageMountPoint",
            "cpuNum": "trialCpuNumber", "memoryMB": "trialMemorySize", "image": "dockerImage",
            "paiStorageConfigName": "storageConfigName", "paiConfigPath": "openpaiConfigFile",
        ])
    static let openpai = FieldMap(
        same: ["token", "host"],
        [
            "userName": "username", "reuse": "reuseMode", "gpuNum": "trialGpuNumber", "cpuNum": "trialCpuNumber",
            "memoryMB": "trialMemorySize",
        ])
    static let aml = FieldMap(
        same: ["subscriptionId", "resourceGroup", "workspaceName", "computeTarget"],
        ["maxTrialNumPerGpu": "maxTrialNumberPerGpu"])
    static let role = FieldMap(
        same: ["replicas", "command"],
        ["gpuNum": "gpuNumber", "cpuNum": "cpuNumber", "memoryMB": "memorySize", "image": "dockerImage"])
    static let taskRole = FieldMap(
        same: ["name", "command"],
        [
            "taskNum": "taskNumber", "frameworkControllerCompletionPolicy": "frameworkAttemptCompletionPolicy",
            "gpuNum": "gpuNumber", "cpuNum": "cpuNumber", "memoryMB": "memorySize", "image": "dockerImage",
        ])
    static let completionPolicy = FieldMap(
        same: ["minFailedTaskCount"], ["minSucceededTaskCount": "minSucceedTaskCount"])
    static let sharedStorage = FieldMap(same: [
        "storageType", "nfsServer", "exportedDirectory", "localMountPoint", "remoteMountPoint", "localMounted",
        "storageAccountName", "storageAccountKey", "containerName",
    ])

    /// The names that an object of version 1 may have, for suggestions.
    static func names(at place: String?) -> [String] {
        switch place {
        case nil: top.names.map(\.old) + ["trial", "tuner", "assessor", "advisor", "machineList", "localConfig"]
        case "trial": trial.names.map(\.old) + openpaiTrial.names.map(\.old) + ["taskRoles", "worker", "ps", "master"]
        case "machineList": machine.names.map(\.old)
        case "localConfig": local.names.map(\.old)
        case "paiConfig": openpai.names.map(\.old)
        case "amlConfig": aml.names.map(\.old)
        case "remoteConfig": ["reuse"]
        case "sharedStorage": sharedStorage.names.map(\.old)
        case "kubeflowConfig", "frameworkcontrollerConfig":
            ["operator", "apiVersion", "storage", "nfs", "keyVault", "azureStorage", "serviceAccountName", "reuse"]
        default:
            [
                "builtinTunerName", "builtinAssessorName", "builtinAdvisorName", "classArgs", "classFileName",
                "className",
                "codeDir", "gpuIndices", "includeIntermediateResults",
            ]
        }
    }
}
