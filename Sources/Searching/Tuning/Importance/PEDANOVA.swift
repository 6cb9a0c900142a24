import Foundation

extension Importance {
    /// PED-ANOVA (Watanabe, Bansal and Hutter, 2023, doi:10.24963/ijcai.2023/488): which parameters decide whether a trial is
    /// among the best, by how far the best trials' density on an axis is from that of all trials.
    ///
    /// V(i) = γ² ∫ (p(xᵢ | best) / p(xᵢ) − 1)² p(xᵢ) dxᵢ, the variance of the chance to be among the best γ as a function of
    /// xᵢ alone; shares of their sum. Densities are sums of normals with Scott's width and one uniform part for what was
    /// never tried. Both densities have the width of the best trials', lest a difference of widths alone count; the paper
    /// takes each one's own. A parameter under an option is judged among the trials that have it, with their own γ, and
    /// counts by the share that they are of all; the paper knows no conditions.
    ///
    /// - Parameter best: γ, the share of the trials that count as the best.
    /// - Returns: nothing where there are too few trials; shares of 0 where all losses are the same.
    /// - Complexity: trials · axes.
    package static func pedANOVA(
        _ history: SearchHistory, objective: Int = 0, best: Double = 0.1
    ) -> [ParameterImportance] {
        guard let (places, losses) = trials(history, objective: objective) else { return [] }
        let wanted = min(max(best, 0), 1) * Double(losses.count)
        // Fewer say nothing of a density.
        let count = wanted.isNaN ? 4 : min(max(Int(wanted.rounded(.up)), 4), losses.count)
        let limit = losses.sorted()[count - 1]
        let isBest = losses.map { $0 <= limit }
        let cube = history.cube
        let variances = cube.axes.indices.map { axis in
            let there = places.indices.filter { !places[$0][axis].isNaN }
            let density = AxisDensity(cube.axes[axis])
            let all = there.map { density.cell(places[$0][axis]) }
            let good = there.filter { isBest[$0] }.map { density.cell(places[$0][axis]) }
            guard !good.isEmpty, good.count < all.count else { return 0.0 }
            let (chance, share) = (
                Double(good.count) / Double(all.count), Double(all.count) / Double(places.count)
            )
            let width = density.width(good)
            return share * chance * chance
                * zip(density.masses(good, width: width), density.masses(all, width: width)).reduce(0) { sum, masses in
                    sum + (masses.0 - masses.1) * (masses.0 - masses.1) / masses.1
                }
        }
        let sum = variances.reduce(0, +)
        return sorted(
            zip(cube.fullNames, variances).map {
                ParameterImportance(name: $0, share: sum > 0 ? $1 / sum : 0)
            })
    }
}

/// A density on an axis that is cut into cells of equal width, or one for each option or level.
private struct AxisDensity {
    private static let mostCells = 64

    private let cells: Int
    private let isOrdered: Bool

    init(_ axis: UnitCube.Axis) {
        isOrdered = axis.options == nil
        cells = axis.options ?? min(axis.levels ?? Self.mostCells, Self.mostCells)
    }

    func cell(_ coordinate: Double) -> Int { min(max(0, Int(coordinate * Double(cells))), cells - 1) }

    /// Scott's width for a sum of normals, robust as Silverman's (1986, "Density estimation", equation 3.30), in cells.
    func width(_ places: [Int]) -> Double {
        let sorted = places.sorted().map(Double.init)
        let count = Double(sorted.count)
        let mean = sorted.reduce(0, +) / count
        let deviation = (sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, count - 1)).squareRoot()
        let quartiles = sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]
        let spread = quartiles > 0 ? min(deviation, quartiles / 1.34) : deviation
        return max(0.5, 1.059 * spread * pow(count, -0.2))
    }

    /// How much of the density lies in each cell; never 0.
    func masses(_ places: [Int], width: Double) -> [Double] {
        var counts = [Double](repeating: 0, count: cells)
        for place in places { counts[place] += 1 }
        var masses = [Double](repeating: 1 / Double(cells), count: cells)
        if isOrdered {
            // How much of a normal at 0 lies below the border between two cells.
            let below = (0...2 * cells).map { NormalDistribution.cumulative((Double($0 - cells) - 0.5) / width) }
            for (center, count) in counts.enumerated() where count > 0 {
                let inside = below[2 * cells - center] - below[cells - center]
                for cell in 0..<cells {
                    masses[cell] +=
                        count * (below[cell - center + cells + 1] - below[cell - center + cells]) / inside
                }
            }
        } else {
            for cell in 0..<cells { masses[cell] += counts[cell] }
        }
        return masses.map { $0 / Double(places.count + 1) }
    }
}
