import Values

/// The fields of one object of a configuration.
struct ConfigurationSchema: Sendable {
    indirect enum Kind: Sendable {
        case text, integer, boolean, any
        /// Seconds, or `30s 10m 2h 1d`.
        case duration
        /// Megabytes, or `512mb 2gb`.
        case memory
        /// A number, `0,1`, or a list of numbers.
        case indices
        case choice([String])
        case path
        case existingFile
        case existingFolder
        case object(ConfigurationSchema)
        case objects(ConfigurationSchema)
        case service
    }

    struct Field: Sendable {
        let name: String
        let kind: Kind
        let isRequired: Bool

        init(_ name: String, _ kind: Kind, isRequired: Bool = false) {
            self.name = name
            self.kind = kind
            self.isRequired = isRequired
        }
    }

    /// What messages call the object.
    let title: String
    let fields: [Field]

    /// NNI takes names in any case and with underscores.
    static func normalized(_ name: String) -> String { name.lowercased().replacing("_", with: "") }

    func field(_ name: String) -> Field? {
        fields.first { Self.normalized($0.name) == Self.normalized(name) }
    }
}

// MARK: - NNI 3.0's objects

extension ConfigurationSchema {
    static let logLevels = ["fatal", "error", "warning", "info", "debug", "trace"]

    static let experiment = ConfigurationSchema(
        title: "an NNI configuration",
        fields: [
            Field("experimentName", .text), Field("experimentType", .choice(["hpo"])),
            Field("searchSpaceFile", .existingFile), Field("searchSpace", .any), Field("trialCommand", .text),
            Field("trialCodeDirectory", .existingFolder), Field("trialConcurrency", .integer, isRequired: true),
            Field("trialGpuNumber", .integer), Field("maxExperimentDuration", .duration),
            Field("maxTrialNumber", .integer), Field("maxTrialDuration", .duration), Field("nniManagerIp", .text),
            Field("useAnnotation", .boolean), Field("debug", .boolean), Field("logLevel", .choice(logLevels)),
            Field("experimentWorkingDirectory", .path), Field("tunerGpuIndices", .indices),
            Field("tuner", .object(algorithm)), Field("assessor", .object(algorithm)),
            Field("advisor", .object(algorithm)), Field("trainingService", .service, isRequired: true),
            Field("sharedStorage", .object(sharedStorage)),
        ])

    static let algorithm = ConfigurationSchema(
        title: "an algorithm",
        fields: [
            Field("name", .text), Field("className", .text), Field("codeDirectory", .existingFolder),
            Field("classArgs", .any),
        ])

    private static let sharedStorage = ConfigurationSchema(
        title: "sharedStorage",
        fields: [
            Field("storageType", .choice(["NFS", "AzureBlob"]), isRequired: true),
            Field("localMountPoint", .path, isRequired: true), Field("remoteMountPoint", .text, isRequired: true),
            Field("localMounted", .text, isRequired: true), Field("storageAccountName", .text),
            Field("storageAccountKey", .text), Field("containerName", .text), Field("nfsServer", .text),
            Field("exportedDirectory", .text),
        ])

    // MARK: Training services

    /// What every service has beside its own fields; each stands for the one at the top.
    private static func service(_ platform: String, _ fields: [Field]) -> ConfigurationSchema {
        ConfigurationSchema(
            title: "the training service '\(platform)'",
            fields: [
                Field("platform", .text, isRequired: true), Field("trialCommand", .text),
                Field("trialCodeDirectory", .existingFolder), Field("trialGpuNumber", .integer),
                Field("nniManagerIp", .text), Field("debug", .boolean),
            ] + fields)
    }

    static let services: [(platform: String, schema: ConfigurationSchema)] = [
        (
            "local",
            service(
                "local",
                [
                    Field("useActiveGpu", .boolean), Field("maxTrialNumberPerGpu", .integer),
                    Field("gpuIndices", .indices), Field("reuseMode", .boolean),
                ])
        ),
        (
            "remote",
            service(
                "remote", [Field("machineList", .objects(machine), isRequired: true), Field("reuseMode", .boolean)])
        ),
        ("openpai", openpai), ("aml", aml), ("dlc", dlc), ("kubeflow", kubeflow),
        ("frameworkcontroller", frameworkcontroller),
    ]

    private static let machine = ConfigurationSchema(
        title: "a machine",
        fields: [
            Field("host", .text, isRequired: true), Field("port", .integer), Field("user", .text, isRequired: true),
            Field("password", .text), Field("sshKeyFile", .path), Field("sshPassphrase", .text),
            Field("useActiveGpu", .boolean), Field("maxTrialNumberPerGpu", .integer), Field("gpuIndices", .indices),
            Field("pythonPath", .text),
        ])

    private static let openpai = service(
        "openpai",
        [
            Field("host", .text, isRequired: true), Field("username", .text, isRequired: true),
            Field("token", .text, isRequired: true), Field("trialCpuNumber", .integer, isRequired: true),
            Field("trialMemorySize", .memory, isRequired: true), Field("storageConfigName", .text, isRequired: true),
            Field("dockerImage", .text), Field("virtualCluster", .text),
            Field("localStorageMountPoint", .path, isRequired: true),
            Field("containerStorageMountPoint", .text, isRequired: true), Field("reuseMode", .boolean),
            Field("openpaiConfig", .any), Field("openpaiConfigFile", .existingFile),
        ])

    private static let aml = service(
        "aml",
        [
            Field("subscriptionId", .text, isRequired: true), Field("resourceGroup", .text, isRequired: true),
            Field("workspaceName", .text, isRequired: true), Field("computeTarget", .text, isRequired: true),
            Field("dockerImage", .text), Field("maxTrialNumberPerGpu", .integer),
        ])

    private static let dlc = service(
        "dlc",
        [
            Field("type", .text), Field("image", .text, isRequired: true), Field("jobType", .text),
            Field("podCount", .integer, isRequired: true), Field("ecsSpec", .text, isRequired: true),
            Field("region", .text, isRequired: true), Field("workspaceId", .text, isRequired: true),
            Field("nasDataSourceId", .text, isRequired: true), Field("ossDataSourceId", .text),
            Field("accessKeyId", .text, isRequired: true), Field("accessKeySecret", .text, isRequired: true),
            Field("localStorageMountPoint", .text, isRequired: true),
            Field("containerStorageMountPoint", .text, isRequired: true),
        ])

    private static let storage = ConfigurationSchema(
        title: "storage",
        fields: [
            Field("storageType", .choice(["nfs", "azureStorage"]), isRequired: true), Field("azureAccount", .text),
            Field("azureShare", .text), Field("keyVaultName", .text), Field("keyVaultKey", .text),
            Field("server", .text),
            Field("path", .text), Field("storage", .choice(["nfs", "azureStorage"])),
        ])

    private static let kubeflowRole = ConfigurationSchema(
        title: "a role of kubeflow",
        fields: [
            Field("replicas", .integer, isRequired: true), Field("command", .text, isRequired: true),
            Field("gpuNumber", .integer), Field("cpuNumber", .integer, isRequired: true),
            Field("memorySize", .memory, isRequired: true), Field("dockerImage", .text),
            Field("codeDirectory", .text, isRequired: true),
        ])

    private static let kubeflow = service(
        "kubeflow",
        [
            Field("operator", .choice(["tf-operator", "pytorch-operator"]), isRequired: true),
            Field("apiVersion", .text, isRequired: true), Field("storage", .object(storage), isRequired: true),
            Field("worker", .object(kubeflowRole)), Field("ps", .object(kubeflowRole)),
            Field("master", .object(kubeflowRole)), Field("reuseMode", .boolean), Field("namespace", .text),
        ])

    private static let completionPolicy = ConfigurationSchema(
        title: "frameworkAttemptCompletionPolicy",
        fields: [
            Field("minFailedTaskCount", .integer, isRequired: true),
            Field("minSucceedTaskCount", .integer, isRequired: true),
        ])

    private static let taskRole = ConfigurationSchema(
        title: "a task role",
        fields: [
            Field("name", .text, isRequired: true), Field("dockerImage", .text),
            Field("taskNumber", .integer, isRequired: true), Field("command", .text, isRequired: true),
            Field("gpuNumber", .integer, isRequired: true), Field("cpuNumber", .integer, isRequired: true),
            Field("memorySize", .memory, isRequired: true),
            Field("frameworkAttemptCompletionPolicy", .object(completionPolicy), isRequired: true),
        ])

    private static let frameworkcontroller = service(
        "frameworkcontroller",
        [
            Field("storage", .object(storage), isRequired: true), Field("serviceAccountName", .text),
            Field("taskRoles", .objects(taskRole), isRequired: true), Field("reuseMode", .boolean),
            Field("namespace", .text),
        ])
}
