/// L-BFGS in a box (Liu and Nocedal, 1989, doi:10.1007/BF01589116): coordinates at a border that the gradient holds there
/// stay, the others go along the two-loop direction, cut at the borders, by steps that are halved until they lead down far
/// enough (Armijo).
struct BoundedMinimizer {
    var iterations = 50
    /// How many steps the direction remembers.
    var memory = 8
    /// Of the projected gradient's largest entry.
    var tolerance = 1e-5
    /// Of a step's gain.
    var gain = 1e-9
    /// The longest first step of any coordinate.
    var firstStep = 0.2

    typealias Objective = ([Double]) -> (value: Double, gradient: [Double])

    func minimize(
        from start: [Double], lower: [Double], upper: [Double], _ objective: Objective
    ) -> (point: [Double], value: Double) {
        var point = start.indices.map { min(max(start[$0], lower[$0]), upper[$0]) }
        var (value, gradient) = objective(point)
        guard value.isFinite else { return (point, value) }
        var steps: [(step: [Double], change: [Double], product: Double)] = []
        for _ in 0..<iterations {
            let isFree = point.indices.map {
                !((point[$0] <= lower[$0] && gradient[$0] > 0) || (point[$0] >= upper[$0] && gradient[$0] < 0))
            }
            let steepest = point.indices.map { isFree[$0] ? -gradient[$0] : 0 }
            let largest = steepest.map(abs).max() ?? 0
            guard largest > tolerance else { break }
            var direction = descent(gradient, isFree, steps)
            if product(direction, gradient) >= 0 {
                direction = steepest
                steps = []
            }
            var scale = steps.isEmpty ? min(1, firstStep / largest) : 1
            var found: (point: [Double], value: Double, gradient: [Double])?
            for _ in 0..<12 {
                let next = point.indices.map { min(max(point[$0] + scale * direction[$0], lower[$0]), upper[$0]) }
                let drop = point.indices.reduce(0) { $0 + gradient[$1] * (next[$1] - point[$1]) }
                let (there, slope) = objective(next)
                if there.isFinite, there <= value + 1e-4 * drop {
                    found = (next, there, slope)
                    break
                }
                scale *= steps.isEmpty ? 0.25 : 0.5
            }
            guard let found else {
                if steps.isEmpty { break }
                steps = []
                continue
            }
            let step = point.indices.map { found.point[$0] - point[$0] }
            let change = point.indices.map { found.gradient[$0] - gradient[$0] }
            let curvature = product(step, change)
            if curvature > 1e-12 {
                steps.append((step, change, curvature))
                if steps.count > memory { steps.removeFirst() }
            }
            let gained = value - found.value
            (point, value, gradient) = found
            if gained <= gain * max(1, abs(value)) { break }
        }
        return (point, value)
    }

    private func product(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for index in a.indices { sum += a[index] * b[index] }
        return sum
    }

    /// The two-loop recursion (Nocedal and Wright, 2006, algorithm 7.4) over the free coordinates.
    private func descent(
        _ gradient: [Double], _ isFree: [Bool], _ steps: [(step: [Double], change: [Double], product: Double)]
    ) -> [Double] {
        var direction = gradient.indices.map { isFree[$0] ? gradient[$0] : 0 }
        var shares: [Double] = []
        for memory in steps.reversed() {
            let share = product(memory.step, direction) / memory.product
            shares.append(share)
            for index in direction.indices { direction[index] -= share * memory.change[index] }
        }
        if let last = steps.last {
            let scale = last.product / max(product(last.change, last.change), 1e-300)
            for index in direction.indices { direction[index] *= scale }
        }
        for (memory, share) in zip(steps, shares.reversed()) {
            let correction = share - product(memory.change, direction) / memory.product
            for index in direction.indices { direction[index] += correction * memory.step[index] }
        }
        return direction.indices.map { isFree[$0] ? -direction[$0] : 0 }
    }
}
