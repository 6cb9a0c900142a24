import Foundation
import LocalHTTP
import TestSupport
import Testing
import Values

/// `tunebook kernel`, as Jupyter calls it.
@Suite struct KernelProgramTests {
    /// Twelve tests that Jupyter has for every kernel, the words that it needs, and a notebook that is run as a whole.
    private static let clients = #"""
        import json, os, sys, unittest
        import jupyter_kernel_test, nbclient, nbformat

        data = "r = load synthetic --users 100 --items 60 --ratings 2000 --seed 1\nd = split r --ratio 0.7 0.15 0.15 --seed 1\n"

        class Kernel(jupyter_kernel_test.KernelTests):
            kernel_name, language_name, file_extension = "tunebook", "tunebook", ".tb"
            code_hello_world = 'print "hello, world"'
            code_stderr = "!echo oops >&2"
            completion_samples = [{"text": "experiment sto", "matches": {"stop"}}]
            complete_code_samples, incomplete_code_samples, invalid_code_samples = ["print 1"], ["if 1 == 1"], ["end"]
            code_page_something = "train svd?"
            code_generate_error = "laod x"
            code_execute_result = [{"code": "6 * 7", "result": "42"}, {"code": "1 + 2", "result": "3"}]
            code_display_data = [{"code": data + "plot ratings r", "mime": "image/svg+xml"}]
            code_history_pattern, supported_history_operations = "1 + *", ("tail", "range", "search")
            code_inspect_sample = "train svd"
            code_clear_output = data + "e = experiment start svd d --max-trials 4 --seed 1\nexperiment watch e"

        class Welcome(jupyter_kernel_test.IopubWelcomeTests):
            kernel_name, support_iopub_welcome = "tunebook", True

        result = unittest.TestResult()
        unittest.TestSuite(map(unittest.defaultTestLoader.loadTestsFromTestCase, (Kernel, Welcome))).run(result)
        cells = [data, "e = experiment start svd d --max-trials 4 --fix n_epochs=3 --seed 1 --wait", "experiment trials e", "plot history e"]
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
        nbclient.NotebookClient(book, timeout=60, kernel_name="tunebook").execute()
        nbformat.validate(book)
        kinds = [sorted({k for o in c.outputs for k in o.get("data", {})}) for c in book.cells]
        wrong = [(str(t), text) for t, text in result.failures + result.errors + result.skipped]
        print(json.dumps({"run": result.testsRun, "wrong": wrong, "kinds": kinds, "counts": [c.execution_count for c in book.cells]}))
        """#

    @Test(.enabled(if: RealJupyter.isThere, Comment(rawValue: RealJupyter.note)))
    func jupytersOwnTestsPassAndANotebookRuns() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let prefix = folder.file("prefix")
        #expect(try await Program.run(["kernel", "install", "--prefix", prefix], home: folder.path).status == 0)
        let variables = [
            "JUPYTER_PATH": prefix + "/share/jupyter", "JUPYTER_RUNTIME_DIR": folder.file("runtime"),
            "JUPYTER_PLATFORM_DIRS": "1",
        ]
        let result = try await Program.run(
            ["-c", Self.clients], program: RealJupyter.python, home: folder.path, variables)
        try #require(result.status == 0, "\(result.errors)")
        let line = try #require(result.output.split(separator: "\n").last)
        let told = try JSONValue(parsing: String(line)).object
        #expect(told?["run"] == 13)
        #expect(told?["wrong"] == [])
        #expect(told?["counts"] == [1, 2, 3, 4])
        let kinds = told?["kinds"]?.array
        #expect(kinds?[2] == ["text/html", "text/plain"])
        #expect(kinds?[3] == ["image/svg+xml", "text/plain"])
    }

    @Test func aFileThatIsNoConnectionEndsWithAWordAndNothingElse() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write(#"{"ip": "127.0.0.1"}"#, to: "c.json")
        for (file, word) in [("c.json", "'shell_port' is missing"), ("none.json", "there is no such file")] {
            let result = try await Program.run(["kernel", "run", folder.file(file)], home: folder.path)
            #expect(result.status == 1 && result.output.isEmpty)
            #expect(result.errors.hasPrefix("error: ") && result.errors.contains(word), "\(result.errors)")
        }
    }

    @Test func aPortInUseIsNamed() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let server = try LocalServer { _, _ in .silence }
        let taken = Int(server.port)
        var fields: JSONObject = ["transport": "tcp", "ip": "127.0.0.1", "key": "k", "hb_port": .integer(taken)]
        for (index, name) in ["shell", "iopub", "stdin", "control"].enumerated() {
            fields[name + "_port"] = .integer(taken == 4000 + index ? 3999 : 4000 + index)
        }
        try folder.write(JSONValue.object(fields).text(), to: "c.json")
        let result = try await Program.run(["kernel", "run", folder.file("c.json")], home: folder.path)
        #expect(result.status == 1)
        #expect(result.errors.contains("\(taken)") && result.errors.contains("in use"), "\(result.errors)")
    }

    @Test(arguments: [
        ["kernel"], ["kernel", "dance"], ["kernel", "run"], ["kernel", "install", "--user", "--prefix", "x"],
    ])
    func aWrongCallIsAnsweredWithTheUsage(arguments: [String]) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let result = try await Program.run(arguments, home: folder.path)
        #expect(result.status == 2 && result.errors.lowercased().contains("usage: tunebook kernel"), "\(result.errors)")
    }
}
