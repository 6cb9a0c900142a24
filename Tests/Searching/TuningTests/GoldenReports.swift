import TestSupport
import Testing
import Tuning
import Values

/// NNI's recorded decisions: which trial reports what in turn, and what its assessor said.
struct GoldenReports {
    let assessor: String
    let arguments: JSONObject
    let mode: Direction
    private let curves: [[Double]]
    private let order: [Int]
    private let decisions: [Character]
    /// Where NNI's had a say.
    private let judged: [Character]
    private let failed: Set<Int>

    static func of(_ assessor: String) throws -> [GoldenReports] {
        let golden = try Reference.object(at: SharedFolder.golden("assessors.json"))
        return try (golden["cases"]?.array ?? []).filter { $0["assessor"].string == assessor }.map { item in
            let decisions = try #require(item["decisions"].string)
            return GoldenReports(
                assessor: assessor, arguments: item["args"].object ?? [:],
                mode: try #require(item["mode"].string.flatMap(Direction.init)),
                curves: ((golden["curves"] ?? .null)[item["curves"].string ?? ""].array ?? []).map(\.numbers),
                order: item["order"].integers, decisions: Array(decisions),
                judged: Array(item["judged"].string ?? decisions), failed: Set(item["failed"].integers))
        }
    }

    struct Likeness {
        var same = 0
        var all = 0
        var sameJudged = 0
        var allJudged = 0
        var first: String?
    }

    /// How alike the first decisions are, of each trial to the first stop of either.
    func replay(first count: Int = .max) throws -> Likeness {
        var assessor = try Assessors.named(assessor).make(arguments: arguments, mode: mode)
        let last = Dictionary(order.enumerated().map { ($1, $0) }, uniquingKeysWith: { $1 })
        var steps = [Int](repeating: 0, count: curves.count)
        var stopped: Set<Int> = []
        var over: Set<Int> = []
        var likeness = Likeness()
        for (index, id) in order.prefix(count).enumerated() {
            let value = curves[id][steps[id]]
            steps[id] += 1
            let isStop = assessor.assess(id: id, step: steps[id], value: value) != .goOn
            let isTheirs = decisions[index] == "s"
            if isStop { stopped.insert(id) }
            if !over.contains(id) {
                likeness.all += 1
                likeness.same += isStop == isTheirs ? 1 : 0
                likeness.allJudged += judged[index] == "1" ? 1 : 0
                likeness.sameJudged += judged[index] == "1" && isStop == isTheirs ? 1 : 0
                if isStop != isTheirs, likeness.first == nil { likeness.first = "report \(steps[id]) of trial \(id)" }
            }
            if isStop || isTheirs { over.insert(id) }
            guard last[id] == index else { continue }
            assessor.end(
                id: id,
                stopped.contains(id) ? .stoppedEarly(last: value) : failed.contains(id) ? .failed : .value(value))
        }
        return likeness
    }
}
