package import Values

/// What an experiment is about.
package enum ExperimentSubject: Hashable, Sendable {
    /// A recommender that is trained on data and judged.
    case recommender(RecommenderSubject)
    /// A program that runs once a trial.
    case command(CommandSubject)
    /// An experiment that another program runs: the command of its trials and where its manager answers.
    case foreign(String, address: String)
    /// A record that can't be read any more; its name and its trials stay known.
    case damaged

    /// In a word, for lists: what is trained, or that trials are run.
    package var name: String {
        switch self {
        case .recommender(let subject): subject.algorithms.joined(separator: " ")
        case .command, .foreign: "trials"
        case .damaged: ""
        }
    }

    /// What the trials work on, for people.
    package var data: String {
        switch self {
        case .recommender(let subject): subject.data
        case .command(let subject): subject.source
        case .foreign(let command, let address): "\(command) at \(address)"
        case .damaged: ""
        }
    }

    package var recommender: RecommenderSubject? {
        if case .recommender(let subject) = self { subject } else { nil }
    }
}

/// A program that a shell starts once a trial.
package struct CommandSubject: Hashable, Sendable {
    package var command: String
    /// Where its words come from, for people.
    package var source: String
    /// Where it runs.
    package var folder: String
    /// The configuration that it was started with, in NNI's words.
    package var settings: JSONObject

    package init(_ command: String, source: String, folder: String = "", settings: JSONObject = JSONObject()) {
        self.command = command
        self.source = source
        self.folder = folder
        self.settings = settings
    }
}

/// A recommender's learning and judging, but for what is searched.
package struct RecommenderSubject: Hashable, Sendable {
    /// What is trained: `svd`.
    package var algorithm: String
    /// What each trial may train in its place.
    package var others: [String] = []
    /// The data in words, for people.
    package var data: String
    /// Tells whether other data are the same; `nil` in records of before there was one.
    package var fingerprint: String?
    /// How the data are made again, in the words of whoever makes them.
    package var origin: JSONValue?
    /// Parameters that every trial has beside those that it is given.
    package var fixed = JSONObject()
    package var removesSeen = true
    /// How lists are judged: `full`, or `loo`.
    package var judgedBy = "full"
    /// How many parts of the ratings are left out in turn, each time to judge by; `nil` where the data say what judges.
    package var folds: Int?
    /// With how many seeds each trial is trained.
    package var seeds = 1
    /// The call that started the search, but for how many trials it had; `nil` in records of before it was kept.
    package var call: String?

    package init(_ algorithm: String, data: String, fingerprint: String? = nil) {
        self.algorithm = algorithm
        self.data = data
        self.fingerprint = fingerprint
    }

    package var algorithms: [String] { [algorithm] + others }
    /// How often each trial is trained.
    package var fits: Int { (folds ?? 1) * seeds }
}

// MARK: - In the store

extension ExperimentSubject {
    /// Members of a configuration's JSON.
    var json: JSONObject {
        switch self {
        case .recommender(let subject):
            [
                "algorithm": .string(subject.algorithm), "data": .string(subject.data),
                "fingerprint": subject.fingerprint.map { .string($0) } ?? .null, "fixed": .object(subject.fixed),
                "removesSeen": .boolean(subject.removesSeen), "judgedBy": .string(subject.judgedBy),
                "origin": subject.origin ?? .null, "others": .array(subject.others.map(JSONValue.string)),
                "folds": subject.folds.map { .integer($0) } ?? .null, "seeds": .integer(subject.seeds),
                "call": subject.call.map { .string($0) } ?? .null,
            ]
        case .command(let subject):
            [
                "command": .string(subject.command), "data": .string(subject.source),
                "folder": .string(subject.folder), "settings": .object(subject.settings),
            ]
        case .foreign(let command, let address): ["command": .string(command), "manager": .string(address)]
        case .damaged: [:]
        }
    }

    init(json: JSONObject) {
        let data = json["data"]?.string ?? ""
        if let command = json["command"]?.string {
            self =
                json["manager"]?.string.map { .foreign(command, address: $0) }
                ?? .command(
                    CommandSubject(
                        command, source: data, folder: json["folder"]?.string ?? "",
                        settings: json["settings"]?.object ?? JSONObject()))
        } else if json["algorithm"]?.string == "trials" {
            // As records of before there were subjects say it.
            self = .command(CommandSubject("", source: data))
        } else if let algorithm = json["algorithm"]?.string {
            var subject = RecommenderSubject(algorithm, data: data, fingerprint: json["fingerprint"]?.string)
            subject.fixed = json["fixed"]?.object ?? subject.fixed
            subject.removesSeen = json["removesSeen"]?.boolean ?? subject.removesSeen
            subject.judgedBy = json["judgedBy"]?.string ?? subject.judgedBy
            if let origin = json["origin"], !origin.isNull { subject.origin = origin }
            subject.others = json["others"]?.array?.compactMap(\.string) ?? []
            subject.folds = json["folds"]?.integer.flatMap { $0 >= 2 ? $0 : nil }
            subject.seeds = max(1, json["seeds"]?.integer ?? 1)
            subject.call = json["call"]?.string
            self = .recommender(subject)
        } else {
            self = .damaged
        }
    }
}
