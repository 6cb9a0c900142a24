import Foundation
package import Values

extension RealNNI {
    /// Runs a Python program of NNI's environment; it reads JSON and prints JSON.
    package static func python(_ program: String, _ input: JSONValue) async throws -> JSONValue {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write(input.text(), to: "input")
        for name in ["output", "errors"] { try folder.write("", to: name) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: self.folder + "/bin/python")
        process.arguments = ["-c", program]
        process.standardInput = FileHandle(forReadingAtPath: folder.file("input"))
        process.standardOutput = FileHandle(forWritingAtPath: folder.file("output"))
        process.standardError = FileHandle(forWritingAtPath: folder.file("errors"))
        try process.run()
        while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
        let output = FileManager.default.contents(atPath: folder.file("output")) ?? Data()
        guard process.terminationStatus == 0 else {
            let errors = FileManager.default.contents(atPath: folder.file("errors")) ?? Data()
            throw PythonFailure(description: String(decoding: errors, as: UTF8.self))
        }
        return try JSONValue(parsingUTF8: Array(output), allowsNonFinite: true)
    }

    package struct PythonFailure: Error, CustomStringConvertible {
        package let description: String
    }
}
