import Notebook
import Testing

/// What people type who come from elsewhere, and the line that does it here.
@Suite struct HabitTests {
    private static let data =
        "d = load synthetic --users 60 --items 40 --ratings 1500 --seed 1\n"
        + "data = split d --ratio 0.7 0.15 0.15 --seed 1\nm = train svd data.train --n-epochs 2\n"

    /// What is said of a statement that can't run after the data were made.
    private func said(_ typed: String, sameText: Bool) async throws -> String {
        let bench = try await Bench()
        if !sameText { await bench.run(Self.data) }
        let outcome = await bench.run(sameText ? Self.data + typed : typed)
        #expect(outcome == .failed || outcome == .invalid, "\(typed): \(bench.output)")
        return bench.notices
    }

    static let written: [(String, String)] = [
        ("data['train']", "data.train"), ("d[0]", "head d"), ("d[:7]", "head d --n 7"),
        ("t = data[\"test\"]", "data.test"),
        ("-- note", "# note"), ("// note", "# note"), ("let x = 5", "x = 5"), ("x := 5", "x = 5"),
        ("set x = 5", "x = 5"),
        ("x += 2", "x = x + 2"), ("x = [1, 2]", "for x in 1 2"), ("x = {'a': 1}", "add x first a=1"),
        ("print f\"{m.n_factors} of {x}\"", "\"${m.n_factors} of ${x}\""),
    ]

    static let blocks: [(String, String)] = [
        ("if x = 1\nprint 1\nend", "if x == 1"), ("assert m.n_factors = 1", "assert m.n_factors == 1"),
        ("if x == 1:\nprint 1\nend", "':'"), ("elif x == 2", "else if x == 2"),
        ("for i in range(3):\nprint $i\nend", "for i in 0 1 2"), ("for k in range(2, 8, 2)\nend", "for k in 2 4 6"),
        ("for k in [10, 20]:\nend", "for k in 10 20"), ("while x < 2\nend", "for i in"), ("def f(x):", "source f.tb"),
    ]

    static let prompts: [(String, String)] = [
        ("exit()", "'quit'"), ("\\q", "'quit'"), (".quit", "'quit'"), (":q", "'quit'"), (".tables", "'objects'"),
        ("SHOW TABLES", "'objects'"), ("vars()", "'objects'"), ("SELECT * FROM d LIMIT 3", "head d --n 3"),
        ("DROP TABLE d", "drop d"), ("%timeit print 1", "time print 1"), ("%run a.tb", "source a.tb"),
        ("man train", "help train"), ("help(train)", "help train"), ("ls -l", "!ls -l"), ("git status", "!git status"),
        ("clear", "Ctrl-L"), ("echo hi", "print \"hi\""), ("rm d", "drop d"), ("del d", "drop d"),
        ("cd data", "folder"),
    ]

    static let calls: [(String, String)] = [
        ("d.head()", "head d"), ("len(d)", "d.ratings"), ("d.shape", "describe d"),
        ("m.fit(data.train)", "train svd data.train"),
        ("m.predict(1, 2)", "predict m 1 2"), ("train(svd, data)", "train svd data"),
        ("fit svd data", "train svd data"),
        ("SVD(n_factors=10, n_epochs=3)", "train svd data --n-factors 10 --n-epochs 3"),
        ("a = KNNBasic(k=7)", "a = train knn data --k 7"), ("from surprise import SVD", "train svd data"),
        ("import pandas as pd", "load csv"), ("pd.read_csv('a.csv')", "load csv a.csv"),
        ("load a.csv", "load csv a.csv"),
        ("train_test_split(d)", "split d"), ("cross_validate(svd, d, cv=3)", "crossvalidate svd d --folds 3"),
        ("run lesson.tb", "source lesson.tb"),
        ("study.optimize(f, n_trials=10)", "experiment start svd data --max-trials 10"),
        ("nnictl create --config c.yml", "experiment start --config c.yml"), ("nnictl stop", "experiment stop"),
    ]

    static let words: [(String, String)] = [
        ("split d --ratio 80 20", "--ratio 0.8 0.2"), ("split d --test_size 0.2", "split d --ratio 0.8"),
        ("evaluate data.test m", "evaluate m data.test"), ("train data svd", "train svd data"),
        ("evaluate m data.test rmse", "evaluate m data.test --metrics rmse"),
        ("train svd data.train n_factors=10", "train svd data.train --n-factors 10"),
        ("train svd data.train --lr 0.1", "train svd data.train --lr-all 0.1"),
        ("train svd data.train -n 5", "--n-factors 5 or --n-epochs 5"), ("wait e", "experiment wait e"),
        ("start svd data", "experiment start svd data"), ("why e", "experiment explain e"),
        ("best e", "experiment best e"),
        ("tune svd data", "experiment start svd data"),
    ]

    @Test(arguments: written + blocks + prompts + calls + words)
    func isAnsweredByTheLineThatDoesItHere(typed: String, line: String) async throws {
        for sameText in [true, false] {
            let said = try await said(typed, sameText: sameText)
            let hint = said.split(separator: "\n").last { $0.hasPrefix("hint: ") } ?? ""
            #expect(hint.contains(line), "\(typed): \(said)")
        }
    }

    @Test(arguments: [
        "trian svd data", "head dd", "train svd dd", "evaluate m", "print nothing", "x = y + 1", "load csv none.csv",
        "m.nothing", "split d --rati 0.5",
    ])
    func aPlainMistakeKeepsItsOwnHint(typed: String) async throws {
        let said = try await said(typed, sameText: false)
        for word in ["here that is", "begins with", "there is no '"] where word != "there is no '" {
            #expect(!said.contains(word), "\(typed): \(said)")
        }
    }
}
