/// The name that `word` was probably meant to be, or `nil` where none is near.
///
/// Near is an optimal string alignment distance (Damerau–Levenshtein without overlapping edits) of at most a third of
/// the longer text, or a beginning of at least three letters. Case does not count.
package func nearestName(to word: String, among names: some Sequence<String>) -> String? {
    let wanted = Array(word.lowercased())
    guard !wanted.isEmpty else { return nil }
    var best: (name: String, distance: Int)?
    for name in names {
        let candidate = Array(name.lowercased())
        let isBeginning = wanted.count >= 3 && candidate.starts(with: wanted)
        let farthest = max(1, max(wanted.count, candidate.count) / 3)
        // No alignment is shorter than what the lengths differ by: a word of a megabyte costs nothing.
        guard isBeginning || abs(wanted.count - candidate.count) <= farthest else { continue }
        let distance = alignmentDistance(wanted, candidate)
        guard isBeginning || distance <= farthest, distance < candidate.count
        else { continue }
        let rank = isBeginning ? min(distance, 1) : distance
        if rank < best?.distance ?? .max { best = (name, rank) }
    }
    return best?.name
}

/// - Complexity: O(*a* · *b*)
private func alignmentDistance(_ a: [Character], _ b: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 1..<(a.count + 1) {
        var current = [i]
        for j in 1..<(b.count + 1) {
            var cost = min(last[j] + 1, current[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { cost = min(cost, beforeLast[j - 2] + 1) }
            current.append(cost)
        }
        (beforeLast, last) = (last, current)
    }
    return last[b.count]
}
