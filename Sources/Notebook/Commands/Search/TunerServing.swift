import Platform
import Tuning
import Values

/// `tunebook tuner serve`: a tuner for other programs, line by line.
package struct TunerServing: Sendable {
    /// What the call says, as it stands there.
    package struct Request: Sendable {
        package let space: String
        package let tuner: String
        package var tunerArguments: [String] = []
        package var assessor: String?
        package var assessorArguments: [String] = []
        /// The names of the objectives; none: one that should be low.
        package var maximize: [String] = []
        package var minimize: [String] = []
        package var seed = 0
        package var trials: Int?

        package init(space: String, tuner: String) {
            self.space = space
            self.tuner = tuner
        }
    }

    private var service: TunerService

    /// - Throws: what is wrong with the space, the tuner or an argument.
    package init(_ request: Request) throws {
        let goals = try Goals(maximize: request.maximize, minimize: request.minimize)
        let space = try SearchSpace(
            json: try JSONFile.parseByEnding(try FileBytes.read(request.space), path: request.space))
        let task = SearchTask(space, goals: goals, seed: UInt64(max(0, request.seed)), trials: request.trials)
        let tuner = try Tuners.named(request.tuner).make(
            arguments: try Self.arguments(request.tunerArguments, of: "--tuner-args"), for: task)
        let judges = try request.assessor.map { name in
            try AssessmentPanel(
                try Assessors.named(name),
                arguments: try Self.arguments(request.assessorArguments, of: "--assessor-args"), for: task.goals,
                over: space)
        }
        service = TunerService(OpenSearch(tuner, goals: task.goals, judges: judges))
    }

    private static func arguments(_ words: [String], of option: String) throws -> JSONObject {
        var arguments = JSONObject()
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts[0].isEmpty, arguments[parts[0]] == nil else {
                throw ParameterError.badValue(
                    name: option, value: word, expected: "NAME=VALUE, each name once", nearest: nil)
            }
            // NNI's name of a liar that tells nothing.
            let value = JSONValue(word: parts[1])
            arguments[parts[0]] = value.isNull ? .string(parts[1]) : value
        }
        return arguments
    }

    /// Answers the lines of standard input until it ends.
    ///
    /// - Throws: `PlatformError` where nobody reads the answers.
    package mutating func run() throws {
        var lines = InputLines(try FileStream("/dev/stdin"))
        while let line = try lines.next() {
            for answer in service.answers(to: line) { try StandardStream.output.write(answer + "\n") }
        }
    }
}

/// The lines of a stream, each as soon as it is there.
private struct InputLines {
    /// A longer line is cut: nobody has that much to tell.
    private static let longest = 1 << 24

    private let stream: FileStream
    private var bytes: [UInt8] = []
    private var searched = 0
    private var isAtEnd = false

    init(_ stream: FileStream) { self.stream = stream }

    mutating func next() throws -> String? {
        while true {
            if let end = bytes[searched...].firstIndex(of: 0x0A) {
                defer { drop(through: end) }
                return String(decoding: bytes[..<end], as: UTF8.self)
            }
            searched = bytes.count
            if isAtEnd || bytes.count > Self.longest {
                guard !bytes.isEmpty else { return nil }
                defer { drop(through: bytes.count - 1) }
                return String(decoding: bytes, as: UTF8.self)
            }
            let before = bytes.count
            try stream.read(onto: &bytes)
            isAtEnd = bytes.count == before
        }
    }

    private mutating func drop(through end: Int) {
        bytes.removeSubrange(...end)
        searched = 0
    }
}
