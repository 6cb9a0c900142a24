import Display
import Metrics
import Notebook
import Recommenders
import Script
import TestSupport
import Testing
import Tuning
import Values

/// What `help` says of words and of things.
@Suite struct TeachingTests {
    private static let data =
        "d = load synthetic --users 60 --items 40 --ratings 1500 --seed 1\n"
        + "data = split d --ratio 0.7 0.15 0.15 --seed 1\nm = train svd data.train --n-epochs 2\n"

    private func help(_ word: String) async throws -> String {
        let bench = try await Bench()
        let outcome = await bench.run("help \(word)")
        #expect(outcome == .done, "\(word): \(bench.notices)")
        return bench.output
    }

    @Test func everyWordThatADeclarationShowsIsExplained() async throws {
        let bench = try await Bench()
        let commands = bench.session.commands
        var words = Algorithms.names + Algorithms.parameterNames + Metric.templates + Tuners.names + Assessors.names
        words += Distribution.typeNames
        words += Tuners.all.flatMap { $0.arguments.map(\.name) } + Assessors.all.flatMap { $0.arguments.map(\.name) }
        for command in commands.all {
            for one in command.arguments + command.options {
                words += [one.name, "--" + one.flag]
                if case .choice(let choices) = one.kind { words += choices.filter { Double($0) == nil } }
            }
        }
        for word in Set(words) { #expect(!commands.topics.about(word).meant.isEmpty, "\(word)") }
    }

    @Test func everyColumnAndFieldThatIsShownIsExplained() async throws {
        let bench = try await Bench(format: .json)
        let lines = [
            "describe d", "describe data", "head d", "m.curve", "evaluate m data.test", "recommend m 1 --k 2",
            "compare m m2 --on data.test --metrics rmse",
            "crossvalidate svd d --folds 2 --fix n_epochs=1 --metrics rmse",
            "e = experiment start svd data --max-trials 2 --seed 1 --fix n_epochs=1 --wait", "experiment trials e",
            "experiment list", "experiment status", "experiment compare e e", "b = experiment best e",
            "space show w", "tuner list", "tuner show TPE", "assessor list", "assessor show Patience", "set", "history",
            "objects", "store", "engine list", "f = split d --by folds --k 2", "f.folds",
        ]
        await bench.run(Self.data + "m2 = train baseline data.train\nw = space default svd\n")
        for line in lines { await bench.run(line) }
        let topics = bench.session.commands.topics
        for result in bench.results {
            guard let columns = result["value"]["columns"].array else { continue }
            for column in columns.compactMap(\.string) {
                let known = column.hasPrefix("group ") ? "group" : column
                #expect(!topics.about(known).meant.isEmpty, "\(column)")
            }
        }
        for (name, object) in await bench.session.objects where object.kind.rawValue != "space" {
            for field in await object.fieldNames() where !field.hasPrefix("fold") || field == "folds" {
                #expect(!topics.about(field).meant.isEmpty, "\(name).\(field)")
            }
        }
    }

    @Test func everyMetricSaysItsFormulaItsRangeAndWhenItMisleads() {
        for rule in MetricRules.all { #expect(rule.meaning != nil, "\(rule.name)") }
    }

    @Test func noTwoTopicsSayTheSameAndEachHasMoreThanItsName() async throws {
        let topics = try await Bench().session.commands.topics.all
        let chosen = topics.filter { ![.option, .choice, .statement].contains($0.kind) }
        var said: [String: String] = [:]
        for topic in chosen {
            #expect(!topic.summary.isEmpty && !topic.summary.hasSuffix("."), "\(topic.name)")
            let text = topic.summary + topic.facts.map(\.meaning).joined()
            let other = said.updateValue("\(topic.name) (\(topic.kind))", forKey: "\(topic.kind)\(text)")
            #expect(other == nil, "\(topic.name) and \(other ?? "")")
        }
        #expect(topics.count { $0.kind == .term } >= 40)
    }

    @Test func whatATopicNamesAsRelatedIsExplainedToo() async throws {
        let commands = try await Bench().session.commands
        for topic in commands.topics.all {
            for word in topic.seeAlso {
                let words = word.split(separator: " ").map(String.init)
                let isCommand = !commands.beginning(with: words).isEmpty || (try? commands.declaration(words)) != nil
                #expect(isCommand || !commands.topics.about(word).meant.isEmpty, "\(topic.name): \(word)")
            }
        }
    }

    @Test(arguments: [
        ("lr_all", ["svd", "svdpp", "0.005", "more learns faster"]), ("LR_ALL", ["svd"]),
        ("ndcg@10", ["higher is better", "formula", "misleads"]), ("ndcg", ["@10"]), ("rmse", ["lower is better"]),
        ("cold-start", ["--like"]), ("learning rate", ["lr_all"]), ("loguniform", ["logarithm"]),
        ("Random", ["tuner", "random (learner)"]), ("random", ["learner", "Random (tuner)"]),
        ("ASHA", ["tuner", "assessor"]), ("chrono", ["split --by"]), ("experiment", ["experiment start"]),
        ("best in", ["metrics"]), ("SUCCEEDED", ["ended with a result"]),
    ])
    func aWordIsExplainedHoweverItIsSpelled(word: String, told: [String]) async throws {
        let text = try await help(word)
        for part in told { #expect(text.contains(part), "\(word): \(text)") }
        #expect(text.split(separator: "\n").count >= 2)
    }

    @Test func aMistypedWordIsAnsweredWithTheNearestOfAllKinds() async throws {
        for (word, near) in [
            ("trian", "train"), ("overfiting", "overfitting"), ("lr_al", "lr_all"), ("medianstp", "Medianstop"),
        ] {
            let bench = try await Bench()
            #expect(await bench.run("help \(word)") == .failed)
            #expect(bench.notices.contains("did you mean '\(near)'?"), "\(bench.notices)")
        }
    }

    @Test(arguments: [
        ("d?", ["dataset", "1,500", "load synthetic", "split d", "d.users"]),
        ("m?", ["svd", "train svd", "n_factors", "evaluate m DATA"]),
        ("data?", ["train", "split d"]), ("help data.train", ["dataset", "head data.train"]),
        ("data.train?", ["dataset"]),
        ("best?", ["trial", "experiment best e", "rmse", "lr_all", "evaluate best DATA"]),
        ("e?", ["experiment start svd", "experiment explain e", "DONE"]), ("w?", ["space", "lr_all"]),
        ("t?", ["table", "add t one"]),
    ])
    func aThingIsDescribedByItsStatementItsContentAndItsUses(asked: String, told: [String]) async throws {
        let bench = try await Bench()
        await bench.run(
            Self.data
                + "e = experiment start svd data --max-trials 2 --seed 1 --fix n_epochs=1 --wait\nbest = experiment best e\n"
                + "w = space default svd\nadd t one a=1\n")
        let before = bench.output.count
        #expect(await bench.run(asked) == .done, "\(bench.notices)")
        let text = String(bench.output.dropFirst(before))
        for part in told { #expect(text.contains(part), "\(asked): \(part) in \(text)") }
    }

    @Test func tabAfterHelpOffersTopics() async throws {
        let completer = Completer(try await Bench().session)
        for (line, word) in [
            ("help lr_a", "lr_all"), ("help overf", "overfitting"), ("help nd", "ndcg@10"),
            ("help learning-r", "learning-rate"),
        ] {
            let found = completer.candidates(.init(line: line, cursor: line.count)).map(\.text)
            #expect(found.contains(word), "\(line): \(found)")
        }
    }

    @Test(arguments: ["head d 5", "recommend m 1 3", "similar m 1 3"])
    func aNumberBehindTheArgumentsIsTheCount(line: String) async throws {
        let bench = try await Bench(format: .json)
        await bench.run(Self.data)
        #expect(await bench.run(line) == .done, "\(bench.notices)")
        let value = bench.results.last?["value"] ?? .null
        let count = value.array?.count ?? value["rows"].array?.count
        #expect(count == (line.hasPrefix("head") ? 5 : 3))
    }

    @Test func whatFollowsFromAFailureNamesTheLineThatFailed() async throws {
        let bench = try await Bench(goesOn: true)
        await bench.run("a = 1\ndd = load csv nowhere.csv\nhead dd\n")
        #expect(bench.notices.contains("line 2 was to make it and failed: dd = load csv nowhere.csv"))
        await bench.run("dd = load synthetic --users 5 --items 5 --ratings 9\nhead dd\n")
        #expect(bench.notices.split(separator: "\n").count { $0.contains("was to make it") } == 1)
    }
}
