import RandomSource

/// Differential evolution over the unit cube, rand/1/bin (Storn and Price, 1997, doi:10.1023/A:1008202821328).
struct DifferentialEvolution: Sendable {
    /// How much of a difference of two parents the third is moved by.
    var factor = 0.5
    /// How often a coordinate comes from the mutant.
    var crossover = 0.5

    /// A member crossed with a mutant of three parents.
    ///
    /// - Parameters:
    ///   - parents: where there are fewer than three, `others` stand in.
    ///   - others: at least one.
    func offspring(
        of member: [Double], parents: [[Double]], others: [[Double]], using draws: inout SplittableGenerator
    ) -> [Double] {
        guard !member.isEmpty else { return member }
        var pool = parents
        while pool.count < 3 { pool.append(others[draws.nextInteger(below: others.count)]) }
        let chosen = pool.indices.shuffled(using: &draws).prefix(3).map { pool[$0] }
        let sure = draws.nextInteger(below: member.count)
        return member.indices.map { axis in
            guard draws.nextUniform() < crossover || axis == sure else { return member[axis] }
            let moved = chosen[0][axis] + factor * (chosen[1][axis] - chosen[2][axis])
            // What leaves the cube is drawn anew.
            return (0...1).contains(moved) ? moved : draws.nextUniform()
        }
    }
}
