import Experiments
import NNIEngine
import NNIProtocol
import Notebook
import Ratings
import RecommenderTrials
import Values

/// What NNI's manager is started with for a search over a recommender's hyper-parameters.
enum NNISearch {
    /// Writes the trials' code folder, and makes the configuration.
    ///
    /// - Parameter service: where trials run, as `NNIOptions.service` says.
    static func job(
        _ search: SearchCall, _ configuration: ExperimentConfiguration, service: JSONObject, _ folders: Folders,
        _ session: isolated Session
    ) async throws -> SearchJob {
        let program = folders.trialProgram
        let path = folders.searches + "/\(configuration.name)-\(configuration.id)"
        guard let split = search.data.split else { throw SearchData.undivided(search.data.origin) }
        let (train, validation) = (split.split.train, split.judged.table)
        let command = try TrialCommandLine(
            program: "./tunebook-trial", configuration, search.subject, algorithm: search.learners.choice.learners[0],
            scale: train.scale
        ).text
        return try await session.compute("write") { _, _ in
            let made = try SearchFolder.make(path)
            try SearchFolder.copy(program: program, into: made.code)
            try train.writeCSV(to: made.code + "/" + TrialCommandLine.trainFile)
            try validation.writeCSV(to: made.code + "/" + TrialCommandLine.validationFile)
            try SearchFolder.write(
                configuration.searchSpace.prettyText() + "\n", to: made.folder + "/search_space.json")
            var json: JSONObject = [
                "experimentName": .string(configuration.name),
                "searchSpaceFile": .string(made.folder + "/search_space.json"), "trialCommand": .string(command),
                "trialCodeDirectory": .string(made.code), "trialConcurrency": .integer(configuration.concurrency),
            ]
            if let most = configuration.maxTrials { json["maxTrialNumber"] = .integer(most) }
            if let most = configuration.maxDuration { json["maxExperimentDuration"] = .integer(Int(most.rounded(.up))) }
            if let most = configuration.maxTrialDuration { json["maxTrialDuration"] = .integer(Int(most.rounded(.up))) }
            json["tuner"] = NNITuners.configuration(
                NNITuners.named(configuration.tuner) ?? configuration.tuner,
                arguments: configuration.tunerArguments, mode: configuration.mode.rawValue, seed: configuration.seed)
            if let assessor = configuration.assessor {
                let arguments: JSONObject = ["optimize_mode": .string(configuration.mode.rawValue)]
                json["assessor"] = [
                    "name": .string(assessor),
                    "classArgs": .object(arguments.merging(configuration.assessorArguments)),
                ]
            }
            for (key, value) in service { json[key] = value }
            return SearchJob(configuration: json, folder: made.folder)
        }
    }
}
