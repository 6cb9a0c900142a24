/// Letters for what can't be told apart: who shares one with the best may be as good (the compact letter display; Piepho,
/// 2004, doi:10.1198/1061860043515).
///
/// A group is a set of members of which no pair differs and which lies in no greater one. Groups stand in the order of their
/// best members, the first is `a`; a member has the letters of all its groups.
package enum LetterGroups {
    /// - Parameters:
    ///   - count: members, best first.
    ///   - differs: whether two can be told apart.
    /// - Returns: each member's letters, `ab`.
    package static func letters(_ count: Int, differs: (Int, Int) -> Bool) -> [String] {
        let alike = (0..<count).map { one in
            Set((0..<count).filter { other in one != other && !differs(min(one, other), max(one, other)) })
        }
        var groups: [[Int]] = []
        extend([], Set(0..<count), [], alike, &groups)
        groups.sort { $0.lexicographicallyPrecedes($1) }
        var letters = [String](repeating: "", count: count)
        for (place, group) in groups.enumerated() { for member in group { letters[member] += letter(place) } }
        return letters
    }

    /// All greatest sets of members that are alike (Bron and Kerbosch, 1973, doi:10.1145/362342.362367).
    ///
    /// - Parameters:
    ///   - group: alike already, to be extended by `candidates`.
    ///   - done: who was extended by before.
    private static func extend(
        _ group: [Int], _ candidates: Set<Int>, _ done: Set<Int>, _ alike: [Set<Int>], _ groups: inout [[Int]]
    ) {
        let pivot = candidates.union(done).max {
            alike[$0].intersection(candidates).count < alike[$1].intersection(candidates).count
        }
        guard let pivot else {
            if !group.isEmpty { groups.append(group.sorted()) }
            return
        }
        var (left, done) = (candidates, done)
        for member in candidates.subtracting(alike[pivot]).sorted() {
            extend(group + [member], left.intersection(alike[member]), done.intersection(alike[member]), alike, &groups)
            left.remove(member)
            done.insert(member)
        }
    }

    /// `a` to `z`, then `A` to `Z`, then by number.
    private static func letter(_ place: Int) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return place < letters.count ? String(letters[place]) : "(\(place + 1))"
    }
}
