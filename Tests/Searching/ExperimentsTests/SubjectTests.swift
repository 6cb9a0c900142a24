import Experiments
import Testing
import Tuning
import Values

/// What an experiment is about, and how the store remembers it.
@Suite struct SubjectTests {
    private func configuration(_ subject: ExperimentSubject) -> ExperimentConfiguration {
        ExperimentConfiguration(
            id: "i", name: "n", subject: subject, searchSpace: [:], tuner: "TPE", objective: "rmse", mode: .minimize)
    }

    private static var recommender: RecommenderSubject {
        var subject = RecommenderSubject("ncf", data: "synthetic", fingerprint: "00ff")
        (subject.fixed, subject.judgedBy, subject.removesSeen) = (["n_epochs": 3], "loo", false)
        return subject
    }

    @Test(
        arguments: [
            .recommender(recommender),
            .command(CommandSubject("python t.py", source: "a.yml", folder: "/w", settings: ["debug": true])),
            .command(CommandSubject("", source: "at work")),
            .foreign("python t.py", address: "http://127.0.0.1:8080"),
        ] as [ExperimentSubject])
    func everySubjectComesBackFromTheStoreAsItWas(subject: ExperimentSubject) throws {
        let written = configuration(subject)
        let text = written.json.text()
        #expect(ExperimentConfiguration(json: try JSONValue(parsing: text)) == written)
    }

    @Test func recordsOfBeforeThereWereSubjectsAreRead() throws {
        let old = """
            {"id": "i", "name": "n", "algorithm": "svd", "data": "r", "searchSpace": {}, "tuner": "TPE", "objective": "rmse", \
            "mode": "minimize", "fixed": {"n_epochs": 3}, "removesSeen": false}
            """
        let read = try #require(ExperimentConfiguration(json: try JSONValue(parsing: old)))
        #expect(read.subject.recommender?.fixed == ["n_epochs": 3] && read.fixed == ["n_epochs": 3])
        #expect(read.subject.recommender?.removesSeen == false && read.subject.recommender?.judgedBy == "full")
        #expect(read.subject.recommender?.fingerprint == nil)
        let foreign = old.replacing("\"svd\"", with: "\"trials\"")
        #expect(
            ExperimentConfiguration(json: try JSONValue(parsing: foreign))?.subject
                == .command(CommandSubject("", source: "r")))
    }

    @Test func onlyARecommenderHasWhatOnlyItCanHave() {
        #expect(ExperimentSubject.damaged.name.isEmpty && ExperimentSubject.damaged.recommender == nil)
        #expect(configuration(.command(CommandSubject("x", source: "y"))).fixed.isEmpty)
        #expect(ExperimentSubject.foreign("x", address: "z").data == "x at z")
        #expect(ExperimentSubject.recommender(Self.recommender).name == "ncf")
    }
}
