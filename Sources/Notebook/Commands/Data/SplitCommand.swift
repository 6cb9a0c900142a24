import Notebook
import Ratings
import Values

struct SplitCommand: Command {
    let data: Reference<DatasetObject> = .data
    let method = Parameter("by", default: SplitMethod.random, help: "how ratings are chosen")
    let ratio = Parameter<[Double]>(
        "ratio", each: -1e9...1e9, default: [0.75], help: "the parts' shares, or the training part's alone")
    let seed = Parameter("seed", 0...Int(UInt32.max), default: 42, help: "seed of the draws, as NumPy's")
    let negatives = Parameter<Int?>(
        "negatives", 1...1_000_000, unset: "99 where one is left out, else none",
        help: "items that the user never rated, drawn for each rating that is held out")
    let group = Parameter("filter_by", default: SplitGroup.user, help: "whose ratings chrono and stratified divide")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "split", "parts for training, validation and test", arguments: [data],
            options: [method, ratio, seed, negatives, group],
            examples: ["data = split ratings --by random --ratio 0.7 0.15 0.15 --seed 42"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let dataset = try await session.object(data, call)
        let (method, ratios, group) = (call[method], call[ratio], call[group])
        if method == .leaveOneOut, call.has(ratio) {
            throw call.failure(
                CallError.unexpectedValue(
                    option: "--ratio beside --by leave-one-out", value: call.words(ratio)[0].text), at: ratio)
        }
        if call.has(self.group), method == .leaveOneOut || method == .random {
            throw call.failure(
                NotebookError.unavailable(
                    "--filter-by says whose ratings chrono and stratified divide, \(method.rawValue) does neither",
                    remedy: "leave it out, or use --by chrono or --by stratified"), at: self.group)
        }
        let seed = UInt32(clamping: session.seed(seed, call))
        do {
            let parts = try await session.compute("split") { _, _ in
                try dataset.table.split(by: method, ratios: ratios, seed: seed, filterBy: group)
            }
            let drawn = call[negatives] ?? (method == .leaveOneOut ? 99 : nil)
            guard let drawn else { return SplitObject(parts, origin: dataset.origin) }
            let judged = try await session.compute("draw negatives") { _, _ in
                parts.drawingNegatives(drawn, seed: UInt64(seed))
            }
            return SplitObject(judged, origin: dataset.origin)
        } catch let error as RatingsError {
            if case .badRatios = error { throw call.failure(error, at: ratio) }
            throw call.failure(error, at: data)
        }
    }
}
