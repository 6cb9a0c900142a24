/// The curves of trials that have ended of themselves, and what a trial that runs will come to, if it goes on as those did that
/// were like it.
///
/// Losses are kept at rungs alone, steps that lie ever farther apart, so that a curve takes little however long it is. Near to a
/// trial are those whose losses at the last rungs, and whose parameters, are its own but for little: curves alone deceive where
/// those that end well begin as badly as others. From each of the nearest the trial's final loss is foretold: theirs, moved by as
/// much of the difference at the rung as usually lasts. How far such forecasts go wrong is known too, as each curve that has
/// ended is foretold by the others, and what is wrong with it is measured by how near those were: a conformal predictor
/// (Papadopoulos, Vovk and Gammerman, 2011, "Regression conformal prediction with nearest neighbours",
/// doi:10.1613/jair.3198).
struct FinishedCurves: Sendable {
    /// Of so many curves, the latest, something is foretold.
    private static let most = 100
    private static let neighbours = 3
    /// So many rungs are looked at.
    private static let looksBack = 5
    /// Which share of the usual distance forecasts are uncertain by where a curve is the same as another.
    private static let leastShare = 0.25
    private static let firsts = 8

    private struct Curve {
        /// Its parameters in the unit cube; empty where they are not known.
        let place: [Double]
        /// At each rung that it came to.
        let losses: [Double]
        let final: Double
        let steps: Int
    }

    private struct Running {
        var place: [Double] = []
        var losses: [Double] = []
        var steps = 0
    }

    private typealias Neighbour = (distance: Double, index: Int)

    /// What curves at a rung tell of one that has come there.
    private struct Rung {
        /// The curves that came there.
        var members: [Int] = []
        /// The middle half of their losses spans so much.
        var scale = 1.0
        /// How much of a difference at the rung lasts to the end.
        var lasting = 1.0
        var leastDistance = 0.0
        /// By how much each member's end is above its forecast by the others, over their distance; lowest first.
        var surprises: [Double] = []
    }

    /// What a trial will come to.
    struct Forecast: Sendable {
        let loss: Double
        /// By how much trials like it have ended above what was foretold of them, lowest first.
        let surprises: [Double]

        /// The size that half of the surprises have at most, as the standard deviation of normal ones.
        var deviation: Double {
            let sizes = surprises.map(\.magnitude).sorted()
            return sizes.isEmpty ? 0 : 1.4826 * sizes[sizes.count / 2]
        }

        /// What a trial comes to with this chance or a lower loss still.
        func low(_ chance: Double) -> Double {
            let rank = max(0, Int(chance * Double(surprises.count + 1)) - 1)
            return surprises.isEmpty ? loss : loss + surprises[min(rank, surprises.count - 1)]
        }
    }

    private var running: [Int: Running] = [:]
    private var curves: [Curve] = []
    private var rungs: [Int: Rung] = [:]
    private var firstFinals: [Double] = []
    /// The least final loss.
    private(set) var best = Double.infinity
    /// How many reports half of the curves have at most.
    private(set) var usualSteps = 0
    /// How many trials ended of themselves.
    private(set) var count = 0

    /// How far the middle one of the first few trials is from the best of all.
    var spread: Double { firstFinals.isEmpty ? 0 : firstFinals.sorted()[firstFinals.count / 2] - best }

    /// Steps 1 to 9, and from there on such as are about a fifth larger each. - Returns: which of them a step is.
    static func rung(of step: Int) -> Int? {
        var (rung, at) = (0, 1)
        while at < step {
            let (next, isTooMuch) = at.addingReportingOverflow(max(1, at / 5))
            if isTooMuch { return nil }
            (at, rung) = (next, rung + 1)
        }
        return at == step ? rung : nil
    }

    /// - Parameter place: its parameters in the unit cube.
    mutating func begin(_ id: Int, at place: [Double]) { running[id] = Running(place: place) }

    /// Takes a report; `step` counts from 1. - Returns: whether the trial came to a rung with it.
    mutating func report(_ id: Int, step: Int, _ loss: Double) -> Bool {
        var trial = running[id] ?? Running()
        defer { running[id] = trial }
        trial.steps += 1
        guard trial.steps == step, Self.rung(of: step) == trial.losses.count else { return false }
        trial.losses.append(loss)
        return true
    }

    mutating func end(_ id: Int, _ outcome: TrialOutcome, _ goal: Goal) {
        guard let trial = running.removeValue(forKey: id), case .measured = outcome,
            let final = outcome.learned.map(goal.loss), !trial.losses.isEmpty
        else { return }
        count += 1
        best = min(best, final)
        if firstFinals.count < Self.firsts { firstFinals.append(final) }
        if curves.count == Self.most { curves.removeFirst() }
        curves.append(Curve(place: trial.place, losses: trial.losses, final: final, steps: trial.steps))
        usualSteps = curves.map(\.steps).sorted()[(curves.count - 1) / 2]
        rungs = [:]
    }

    /// Whether no curve that has ended was lower at any rung so far.
    func isAhead(_ id: Int) -> Bool {
        guard let losses = running[id]?.losses else { return true }
        return losses.indices.allSatisfy { rung in
            curves.allSatisfy { rung >= $0.losses.count || !($0.losses[rung] < losses[rung]) }
        }
    }

    /// What a trial that runs will come to, from the last rung that it came to; `nil` where too few others have come as far.
    mutating func forecast(_ id: Int) -> Forecast? {
        guard let trial = running[id], let loss = trial.losses.last, loss.isFinite else { return nil }
        let place = trial.losses.count - 1
        let rung = rungs[place] ?? rung(at: place)
        rungs[place] = rung
        guard rung.members.count > Self.neighbours else { return nil }
        let near = nearest(to: trial.losses, at: trial.place, among: rung.members, scale: rung.scale)
        let foretold = foretold(loss, from: near, at: place, lasting: rung.lasting)
        let distance = Self.distance(near) + rung.leastDistance
        return foretold.isFinite
            ? Forecast(loss: foretold, surprises: rung.surprises.map { $0 * distance }) : nil
    }

    // MARK: - Neighbours

    private func rung(at place: Int) -> Rung {
        var rung = Rung()
        rung.members = curves.indices.filter { curves[$0].losses.count > place && curves[$0].losses[place].isFinite }
        guard rung.members.count > Self.neighbours else { return rung }
        let levels = rung.members.map { curves[$0].losses[place] }.sorted()
        let spans = [levels[levels.count * 3 / 4] - levels[levels.count / 4], levels[levels.count - 1] - levels[0]]
        rung.scale = spans.first { $0 > 0 && $0.isFinite } ?? 1
        let near = rung.members.map { index in
            let curve = curves[index]
            let others = rung.members.filter { $0 != index }
            return nearest(to: Array(curve.losses[...place]), at: curve.place, among: others, scale: rung.scale)
        }
        rung.lasting = lasting(rung.members, near, at: place)
        let distances = near.map(Self.distance)
        rung.leastDistance = Self.leastShare * distances.sorted()[distances.count / 2] + .leastNormalMagnitude
        rung.surprises = rung.members.indices.map { number in
            let curve = curves[rung.members[number]]
            let foretold = foretold(curve.losses[place], from: near[number], at: place, lasting: rung.lasting)
            return (curve.final - foretold) / (distances[number] + rung.leastDistance)
        }.sorted()
        return rung
    }

    /// The least-squares slope of differences at the end over differences at the rung, from 0 to 1.
    private func lasting(_ members: [Int], _ near: [[Neighbour]], at place: Int) -> Double {
        var (products, squares) = (0.0, 0.0)
        for (index, others) in zip(members, near) {
            for other in others {
                let difference = curves[index].losses[place] - curves[other.index].losses[place]
                products += difference * (curves[index].final - curves[other.index].final)
                squares += difference * difference
            }
        }
        let slope = products / squares
        return slope.isNaN ? 1 : min(1, max(0, slope))
    }

    private func foretold(_ loss: Double, from near: [Neighbour], at place: Int, lasting: Double) -> Double {
        near.reduce(0) { sum, other in
            let curve = curves[other.index]
            return sum + (curve.final + lasting * (loss - curve.losses[place])) / Double(near.count)
        }
    }

    private func nearest(
        to losses: [Double], at place: [Double], among members: [Int], scale: Double
    ) -> [Neighbour] {
        let looked = max(0, losses.count - Self.looksBack)..<losses.count
        let all = members.map { index -> Neighbour in
            let other = curves[index]
            let far = looked.map { (losses[$0] - other.losses[$0]).magnitude }.filter(\.isFinite).max() ?? 0
            return (far / scale + Self.distance(place, other.place), index)
        }
        return Array(all.sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }.prefix(Self.neighbours))
    }

    private static func distance(_ near: [Neighbour]) -> Double {
        near.reduce(0) { $0 + $1.distance / Double(near.count) }
    }

    /// In the unit cube; a parameter that only one of both has counts as all of its range.
    private static func distance(_ one: [Double], _ other: [Double]) -> Double {
        zip(one, other).reduce(0) { sum, pair in
            if pair.0.isNaN || pair.1.isNaN { return sum + (pair.0.isNaN == pair.1.isNaN ? 0 : 1) }
            return sum + (pair.0 - pair.1) * (pair.0 - pair.1)
        }.squareRoot()
    }
}
