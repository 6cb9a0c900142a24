import Foundation
import RandomSource

/// A density of all axes together: a mixture whose parts are observations, each a product of a kernel an axis, and one part
/// for the space itself.
///
/// Numbers have normal kernels cut at the cube; options keep their own with most of the weight. Where a part has no value on
/// an axis, every value is as likely.
struct JointMixture {
    /// More parts say little more and take their time.
    static let mostParts = 1000

    private struct Part {
        let place: [Double]
        let weight: Double
        let logWeight: Double
    }

    private let cube: UnitCube
    private let parts: [Part]
    /// Of all parts without the space's own.
    private let weight: Double
    private let priorWeight: Double
    private var widths: [Double]
    /// What all options together have of a kernel, its own among them.
    private var spread: Double

    /// - Parameters:
    ///   - weights: of the parts; by default 1 each.
    ///   - widths: of the kernels, an axis; by default Scott's for that many parts and axes.
    init(
        _ parts: [[Double]], of cube: UnitCube, weights: [Double]? = nil, priorWeight: Double,
        widths: [Double]? = nil
    ) {
        self.cube = cube
        self.parts = parts.indices.map { index in
            let weight = weights?[index] ?? 1
            return Part(place: parts[index], weight: weight, logWeight: log(weight))
        }
        weight = self.parts.reduce(0) { $0 + $1.weight }
        self.priorWeight = parts.isEmpty ? max(priorWeight, 1) : priorWeight
        let count = Double(max(1, parts.count))
        let width = max(0.2 * pow(count, -1 / (Double(cube.axes.count) + 4)), 1 / min(100, 1 + count))
        self.widths = widths ?? cube.axes.map { _ in width }
        spread = max(priorWeight, 0.5) / (count + max(priorWeight, 0.5))
    }

    /// The same with wider kernels, to draw from.
    func widened(by factor: Double) -> JointMixture {
        var wide = self
        wide.widths = widths.map { $0 * factor }
        wide.spread = min(1, spread * factor)
        return wide
    }

    /// - Parameter isGrouped: whether what hangs on options is drawn from parts of the same options alone.
    func sample(isGrouped: Bool, using draws: inout SplittableGenerator) -> [Double] {
        var part = pick(parts, using: &draws)
        var place = [Double](repeating: .nan, count: cube.axes.count)
        for (axis, description) in cube.axes.enumerated() where cube.isActive(axis, at: place) {
            if isGrouped, description.condition != nil, part.map({ $0.place[axis].isNaN }) == true {
                part = pick(parts.filter { hasOptions(of: place, $0) }, using: &draws)
            }
            let center = part?.place[axis] ?? .nan
            if let options = description.options {
                let isOwn = !center.isNaN && draws.nextUniform() >= spread
                place[axis] = isOwn ? center : cube.middle(of: draws.nextInteger(below: options), on: axis)
            } else {
                place[axis] = description.snapped(number(around: center, width: widths[axis], using: &draws))
            }
        }
        return place
    }

    /// A part by its weight; `nil` is the space itself.
    private func pick(_ parts: [Part], using draws: inout SplittableGenerator) -> Part? {
        var left = draws.nextUniform() * (parts.reduce(0) { $0 + $1.weight } + priorWeight)
        for part in parts {
            if left < part.weight { return part }
            left -= part.weight
        }
        return nil
    }

    private func number(around center: Double, width: Double, using draws: inout SplittableGenerator) -> Double {
        guard !center.isNaN else { return draws.nextUniform() }
        for _ in 0..<1000 {
            let value = center + width * draws.nextNormal()
            if (0...1).contains(value) { return value }
        }
        return center
    }

    /// Whether a part took the options that a place has so far.
    private func hasOptions(of place: [Double], _ part: Part) -> Bool {
        cube.axes.indices.allSatisfy { cube.axes[$0].options == nil || place[$0].isNaN || place[$0] == part.place[$0] }
    }

    func logDensity(_ place: [Double], isGrouped: Bool) -> Double {
        let active = cube.axes.indices.filter { !place[$0].isNaN }
        let heights = active.map { -log(widths[$0] * (2 * Double.pi).squareRoot()) }
        let looksAtOptions = isGrouped && active.contains { cube.axes[$0].condition != nil }
        var terms: [Double] = []
        terms.reserveCapacity(parts.count + 1)
        for part in parts where !looksAtOptions || hasOptions(of: place, part) {
            var term = part.logWeight
            for (index, axis) in active.enumerated() {
                term += logKernel(axis, place[axis], around: part.place[axis], height: heights[index])
            }
            terms.append(term)
        }
        if priorWeight > 0 {
            // The space's own part has density 1 on numbers and an equal share of options.
            terms.append(active.reduce(log(priorWeight)) { $0 - log(Double(cube.axes[$1].options ?? 1)) })
        }
        guard let greatest = terms.max() else { return -.infinity }
        return greatest + log(terms.reduce(0) { $0 + exp($1 - greatest) }) - log(weight + priorWeight)
    }

    private func logKernel(_ axis: Int, _ value: Double, around center: Double, height: Double) -> Double {
        if let options = cube.axes[axis].options {
            let even = 1 / Double(options)
            guard !center.isNaN else { return log(even) }
            return log((value == center ? 1 - spread : 0) + spread * even)
        }
        guard !center.isNaN else { return 0 }
        let distance = (value - center) / widths[axis]
        let inside =
            NormalDistribution.cumulative((1 - center) / widths[axis])
            - NormalDistribution.cumulative(-center / widths[axis])
        return height - 0.5 * distance * distance - log(max(inside, 1e-12))
    }
}
