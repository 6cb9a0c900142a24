/// A statement that ran, with the names that it took and gave: what it needs to run again, and what it is needed for.
///
/// Results without a name stand under `_` and their cell's number, options of the session under `set` and their name.
package struct StatementTrace: Hashable, Sendable {
    package let text: String
    /// What it took that it had not given itself.
    package internal(set) var reads: Set<String> = []
    package internal(set) var defines: Set<String> = []
    /// Whether it ended as it should.
    package internal(set) var isDone = false

    package init(_ text: String) { self.text = text }

    mutating func read(_ name: String) {
        if !defines.contains(name) { reads.insert(name) }
    }
}

extension Journal {
    /// Why each stale cell is: what it took was defined anew since it ran. By the entries' places.
    package static func staleness(of entries: [Entry]) -> [Int: String] {
        var stale: [Int: String] = [:]
        // Names, and the places of the entries that defined them, in order.
        var definers: [String: [Int]] = [:]
        for (place, entry) in entries.enumerated() {
            for name in entry.definitions { definers[name, default: []].append(place) }
        }
        for (place, entry) in entries.enumerated() {
            for name in entry.inputs.sorted() where !name.hasPrefix("set ") {
                let all = definers[name] ?? []
                let others = all.filter { $0 != place }
                // What a cell takes and gives itself, a counter say, makes no other one of it.
                if let later = others.last(where: { $0 > place }), !entry.definitions.contains(name) {
                    stale[place] = "\(name) was defined anew in cell \(entries[later].label ?? "?")"
                } else if let origin = others.last(where: { $0 < place }), stale[origin] != nil {
                    stale[place] = "\(name) comes from cell \(entries[origin].label ?? "?"), which is stale"
                }
                if stale[place] != nil { break }
            }
        }
        return stale
    }

    /// The statements of the lost session that gave a name what it held, in their order, with their cells' numbers.
    func statements(behind name: String) -> [(cell: Int, trace: StatementTrace)] {
        var needed: Set = [name]
        var found: [(cell: Int, trace: StatementTrace)] = []
        for entry in earlier.reversed() {
            for trace in entry.traces.reversed() where trace.isDone && !trace.defines.isDisjoint(with: needed) {
                found.append((entry.cell.number ?? 0, trace))
                needed.subtract(trace.defines)
                needed.formUnion(trace.reads)
                needed.insert("set seed")
            }
        }
        let gives = found.contains { $0.trace.defines.contains(name) }
        return gives ? found.reversed() : []
    }
}

extension Journal.Entry {
    /// The names that it took from other cells.
    var inputs: Set<String> {
        var inputs: Set<String> = []
        var own: Set<String> = []
        for trace in traces {
            inputs.formUnion(trace.reads.subtracting(own))
            own.formUnion(trace.defines)
        }
        return inputs
    }

    var definitions: Set<String> { traces.reduce(into: []) { $0.formUnion($1.defines) } }
}
