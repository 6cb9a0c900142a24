/// Several tests in one table (Holm, 1979, "A simple sequentially rejective multiple test procedure").
package enum Holm {
    /// How surprising each p is among all of them: the chance that any of them comes so low by luck stays below the level.
    package static func adjusted(_ p: [Double]) -> [Double] {
        var adjusted = p
        var most = 0.0
        for (rank, place) in p.indices.sorted(by: { p[$0] < p[$1] }).enumerated() {
            most = max(most, min(1, p[place] * Double(p.count - rank)))
            adjusted[place] = most
        }
        return adjusted
    }
}
