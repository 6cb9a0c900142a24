import Foundation
import NNIProtocol
import TestSupport
import Testing
import Values

/// Compared with NNI's own converter and validator, on configurations of this project.
@Suite struct ConfigurationConversionTests {
    static let head =
        "authorName: me\nexperimentName: e\ndescription: d\ntrialConcurrency: 2\nmaxExecDuration: 1h\nmaxTrialNum: 10\nsearchSpacePath: space.json\nuseAnnotation: false\nlogLevel: debug\nnniManagerIp: 10.0.0.1\nlogDir: /tmp/x\nmultiThread: false\nversionCheck: true\nlogCollection: none\ndebug: true\n"
    static let trial = "trial:\n  command: python3 t.py\n  codeDir: .\n  gpuNum: 0\n"
    static let tuner = "tuner:\n  builtinTunerName: TPE\n  classArgs: {optimize_mode: minimize, seed: 3}\n"

    static let configurations: [String] = [
        head + "trainingServicePlatform: local\n" + trial + tuner,
        head
            + "trainingServicePlatform: local\nlocalConfig: {gpuIndices: '0,1', maxTrialNumPerGpu: 2, useActiveGpu: true, other: 1}\n"
            + trial
            + "tuner:\n  codeDir: tuners\n  classFileName: my.py\n  className: My\n  classArgs: {a: 1}\n  gpuIndices: 1\n  includeIntermediateResults: true\nassessor:\n  builtinAssessorName: Medianstop\n  classArgs: {start_step: 2}\n",
        head + "trainingServicePlatform: local\nmultiPhase: false\n" + trial
            + "advisor:\n  builtinAdvisorName: Hyperband\n  classArgs: {R: 9, eta: 3}\n",
        head
            + "trainingServicePlatform: remote\nremoteConfig: {reuse: true}\nmachineList:\n- {ip: 10.0.0.2, username: bob, sshKeyPath: ~/.ssh/id, passphrase: secret, gpuIndices: 0, maxTrialNumPerGpu: 1, useActiveGpu: true, pythonPath: /opt/bin}\n- {ip: 10.0.0.3, port: 2222, username: bob, passwd: pw, odd: 1}\n"
            + trial + tuner,
        head
            + "trainingServicePlatform: pai\npaiConfig: {userName: u, password: p, token: t, host: h, reuse: true, gpuNum: 1, cpuNum: 2, memoryMB: 512, maxTrialNumPerGpu: 1, useActiveGpu: false, x: 1}\n"
            + trial
            + "  cpuNum: 1\n  memoryMB: 2048\n  image: i\n  virtualCluster: v\n  nniManagerNFSMountPath: /a\n  containerNFSMountPath: /b\n  paiStorageConfigName: s\n  paiConfigPath: p.yml\n"
            + tuner,
        head
            + "trainingServicePlatform: aml\namlConfig: {subscriptionId: s, resourceGroup: r, workspaceName: w, computeTarget: c, maxTrialNumPerGpu: 1, useActiveGpu: true}\n"
            + trial + "  image: i\n" + tuner,
        head
            + "trainingServicePlatform: kubeflow\nkubeflowConfig: {operator: tf-operator, apiVersion: v1, storage: nfs, nfs: {server: 10.0.0.4, path: /var}}\ntrial:\n  codeDir: .\n  nasMode: x\n  worker: {replicas: 1, command: run, gpuNum: 0, cpuNum: 1, memoryMB: 512, image: i, privateRegistryAuthPath: a}\n  ps: {replicas: 1, command: run, cpuNum: 1, memoryMB: 512}\n"
            + tuner,
        head
            + "trainingServicePlatform: kubeflow\nkubeflowConfig: {operator: pytorch-operator, apiVersion: v1, keyVault: {vaultName: k, name: n}, azureStorage: {accountName: a, azureShare: s}, uploadRetryCount: 3}\ntrial:\n  codeDir: .\n  master: {replicas: 1, command: run, cpuNum: 1, memoryMB: 512, odd: 2}\n"
            + tuner,
        head
            + "trainingServicePlatform: frameworkcontroller\nframeworkcontrollerConfig: {storage: nfs, nfs: {server: 10.0.0.4, path: /var}, serviceAccountName: f, reuse: true}\ntrial:\n  codeDir: .\n  taskRoles:\n  - {name: w, taskNum: 1, command: run, gpuNum: 0, cpuNum: 1, memoryMB: 512, image: i, frameworkAttemptCompletionPolicy: {minFailedTaskCount: 1, minSucceededTaskCount: 1}}\n"
            + tuner,
        head + "trainingServicePlatform: local\n" + trial + tuner
            + "sharedStorage: {storageType: NFS, nfsServer: s, exportedDirectory: /e, localMountPoint: /l, remoteMountPoint: /r, localMounted: usermount, other: 1}\n",
        "trialConcurrency: 1\ntrainingServicePlatform: local\ntuner: {builtinTunerName: Random}\nmaxTrialNum: null\nunknown: 1\n",
    ]

    private static let converter = """
        import json, logging, sys
        logging.disable(logging.CRITICAL)
        from nni.experiment.config import convert
        import yaml
        print(json.dumps([convert.to_v2(yaml.safe_load(text)) for text in json.load(sys.stdin)]))
        """

    @Test(.enabled(if: RealNNI.isThere, Comment(rawValue: RealNNI.note)))
    func theConversionEqualsNNIsOwn() async throws {
        let converted = try await RealNNI.python(Self.converter, .array(Self.configurations.map(JSONValue.string)))
        let expected = try #require(converted.array)
        #expect(expected.count == Self.configurations.count)
        for (text, expected) in zip(Self.configurations, expected) {
            let old = try #require(try YAMLDocument(text, path: "c.yml").json.object)
            var conversion = ConfigurationConversion()
            let own = JSONValue.object(try conversion.convert(old))
            #expect(own == expected, "\(own.text())\n\(expected.text())\nfrom\n\(text)")
        }
    }

    @Test(arguments: [
        ("trainingServicePlatform: pay\n", "did you mean 'pai'?"),
        ("trainingServicePlatform: adl\n", "is one of local"),
        ("trainingServicePlatform: local\nmultiPhase: true\n", "multiPhase is no longer supported"),
        ("trainingServicePlatform: remote\n", "needs 'machineList'"),
        ("trainingServicePlatform: pai\n", "needs 'paiConfig'"),
        ("trainingServicePlatform: local\ntuner: {classArgs: {}}\n", "tuner needs 'codeDir'"),
        (
            "trainingServicePlatform: local\ntuner: {codeDir: ., classFileName: x.txt, className: A}\n",
            "classFileName is a file FILE.py"
        ),
    ])
    func whatCanNotBeConvertedIsSaid(text: String, expected: String) throws {
        let old = try #require(try YAMLDocument(text, path: "c.yml").json.object)
        var conversion = ConfigurationConversion()
        let error = #expect(throws: ConfigurationError.self) { try conversion.convert(old) }
        #expect("\(try #require(error))".contains(expected))
    }

    private static let validator = """
        import json, logging, sys
        logging.disable(logging.CRITICAL)
        from nni.experiment.config import ExperimentConfig
        answers = []
        for path in json.load(sys.stdin):
            try:
                answers.append(ExperimentConfig.load(path).json())
            except Exception as error:
                answers.append(repr(error))
        print(json.dumps(answers))
        """

    static let services: [String] = [
        "platform: local\n",
        "platform: local\nmaxTrialNumberPerGpu: 2\ntrialGpuNumber: 1\nuseActiveGpu: true\ngpuIndices: 0,1\n",
        "platform: remote\nmachineList:\n- {host: 10.0.0.2, user: bob, sshKeyFile: key}\n- {host: 10.0.0.3, port: 2222, user: bob, password: pw, pythonPath: /opt/bin}\n",
        "platform: openpai\nhost: h\nusername: u\ntoken: t\ntrialCpuNumber: 1\ntrialMemorySize: 8gb\nstorageConfigName: s\nvirtualCluster: v\nlocalStorageMountPoint: code\ncontainerStorageMountPoint: /b\ntrialGpuNumber: 0\n",
        "platform: aml\nsubscriptionId: s\nresourceGroup: r\nworkspaceName: w\ncomputeTarget: c\n",
        "platform: kubeflow\noperator: tf-operator\napiVersion: v1\nstorage: {storageType: nfs, server: 10.0.0.4, path: /var}\nworker: {replicas: 1, command: run, gpuNumber: 0, cpuNumber: 1, memorySize: 1gb, codeDirectory: code}\n",
        "platform: frameworkcontroller\nserviceAccountName: f\nstorage: {storageType: azureStorage, azureAccount: a, azureShare: s, keyVaultName: k, keyVaultKey: n}\ntaskRoles:\n- {name: w, taskNumber: 1, command: run, gpuNumber: 0, cpuNumber: 1, memorySize: 1gb, frameworkAttemptCompletionPolicy: {minFailedTaskCount: 1, minSucceedTaskCount: 1}}\n",
        "platform: dlc\nimage: i\njobType: TFJob\npodCount: 1\necsSpec: ecs.c6.large\nregion: r\nworkspaceId: w\nnasDataSourceId: n\naccessKeyId: a\naccessKeySecret: s\nlocalStorageMountPoint: code\ncontainerStorageMountPoint: /b\n",
        "- platform: local\n- platform: remote\n  machineList:\n  - {host: 10.0.0.2, user: bob, sshKeyFile: key}\n",
    ]

    @Test(.enabled(if: RealNNI.isThere, Comment(rawValue: RealNNI.note)))
    func everyServiceAsItIsWrittenPassesNNIsOwnValidatorWithTheSamePaths() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        for name in ["code", "run"] {
            try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
        }
        try folder.write("-----BEGIN RSA PRIVATE KEY-----\n", to: "key")
        try folder.write(#"{"x": {"_type": "uniform", "_value": [0, 1]}}"#, to: "space.json")
        var files: [JSONValue] = []
        var originals: [JSONValue] = []
        for (index, service) in Self.services.enumerated() {
            // Of a list NNI's validator wants to be told the manager's address.
            let text =
                (service.hasPrefix("-") ? "nniManagerIp: 10.0.0.1\n" : "")
                + "trialConcurrency: 2\nmaxTrialNumber: 3\nsearchSpaceFile: space.json\ntrialCommand: ./run\ntrialCodeDirectory: code\nexperimentWorkingDirectory: ./run\nmaxExperimentDuration: 1h\ntuner:\n  name: TPE\n  classArgs: {optimize_mode: minimize}\ntrainingService:\n"
                + service.split(separator: "\n").map { "  \($0)\n" }.joined()
            let path = try folder.write(text, to: "original\(index).yml")
            originals.append(.string(path))
            let json = try ConfigurationFile(text, path: path, home: "/home/me").json
            files.append(.string(try folder.write(YAMLText.text(.object(json)), to: "run/\(index).yml")))
        }
        let answers = try #require(try await RealNNI.python(Self.validator, .array(files + originals)).array)
        for index in Self.services.indices {
            let (own, original) = (answers[index], answers[index + Self.services.count])
            #expect(own.object != nil, "\(own.text()) for\n\(Self.services[index])")
            #expect(own == original, "\(own.text())\n\(original.text())")
        }
    }
}
