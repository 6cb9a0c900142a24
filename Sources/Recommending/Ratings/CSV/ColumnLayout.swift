/// A file's separator, head and columns, as given or as found.
struct ColumnLayout {
    let separator: [UInt8]
    let hasHeader: Bool
    /// The positions from 0 of user, item, rating and timestamp.
    let user: Int
    let item: Int
    let rating: Int?
    let timestamp: Int?

    var leastColumns: Int { max(user, item, rating ?? 0) + 1 }

    /// - Parameter first: the file's first line.
    init(_ format: CSVFormat, scanner: LineScanner, first: Range<Int>) throws {
        separator = Array((format.separator ?? Self.separator(in: scanner.bytes[first])).utf8)
        guard !separator.isEmpty else {
            throw RatingsError.noSeparator(path: scanner.path)
        }
        var ranges: [Range<Int>] = []
        try scanner.fields(of: first, separator: separator, into: &ranges)
        let headings = ranges.map(scanner.text)
        let roles = headings.map(ColumnRole.init(heading:))
        // A column that is called by a number is one by its position.
        let isNamed = format.columns?.contains { Int($0) == nil && headings.contains($0) } ?? false
        let namesOfHead = format.namedColumns.filter { headings.contains($0.name) }
        let known = Set(namesOfHead.map(\.role)).union(roles.compactMap { $0 })
        hasHeader = format.header ?? (isNamed || known.isSuperset(of: [.user, .item]))

        let head = Head(path: scanner.path, headings: headings, roles: roles, isThere: hasHeader)
        let places = try head.places(format)
        guard let user = places[.user], let item = places[.item] else {
            throw RatingsError.noSuchColumn(
                path: scanner.path, name: places[.user] == nil ? "user" : "item", known: headings)
        }
        guard format.implicit || places[.rating] != nil else {
            throw RatingsError.noSuchColumn(path: scanner.path, name: "rating", known: headings)
        }
        self.user = user
        self.item = item
        rating = format.implicit ? nil : places[.rating]
        timestamp = places[.timestamp]
    }

    private static func separator(in line: ArraySlice<UInt8>) -> String {
        if String(decoding: line, as: UTF8.self).contains("::") { return "::" }
        let counts = ["\t", ",", ";", "|", " "].map { mark in (mark, line.count { $0 == mark.utf8.first }) }
        return counts.first { $0.1 >= 1 }?.0 ?? ","
    }
}

/// The first line's fields, and where they say that the roles stand.
private struct Head {
    let path: String
    let headings: [String]
    let roles: [ColumnRole?]
    let isThere: Bool

    func places(_ format: CSVFormat) throws -> [ColumnRole: Int] {
        if let columns = format.columns { return try given(columns) }
        if isThere { return try named(format) }
        var places: [ColumnRole: Int] = [.user: 0, .item: 1]
        if !format.implicit { places[.rating] = 2 }
        if headings.count > places.count { places[.timestamp] = places.count }
        return places
    }

    /// By `--columns`: the file's order where it names roles alone, else a name or position for each role in turn.
    private func given(_ columns: [String]) throws -> [ColumnRole: Int] {
        let given = columns.map(ColumnRole.init(heading:))
        if !columns.contains(where: { headings.contains($0) }), given.contains(.user), given.contains(.item) {
            return Dictionary(
                given.enumerated().compactMap { index, role in role.map { ($0, index) } }, uniquingKeysWith: { $1 })
        }
        var places: [ColumnRole: Int] = [:]
        for (index, name) in columns.enumerated() {
            guard let role = ColumnRole(rawValue: index) else { continue }
            if isThere, let place = headings.firstIndex(of: name) {
                places[role] = place
            } else if let position = Int(name), position >= 1, position <= headings.count {
                places[role] = position - 1
            } else {
                throw RatingsError.noSuchColumn(
                    path: path, name: name, known: isThere ? headings : ["columns 1 to \(headings.count)"])
            }
        }
        return places
    }

    /// By the head: columns under names that were given, then those whose names say what they are.
    private func named(_ format: CSVFormat) throws -> [ColumnRole: Int] {
        var places: [ColumnRole: Int] = [:]
        for (role, name) in format.namedColumns {
            if let place = headings.firstIndex(of: name) {
                places[role] = place
            } else if ColumnRole(heading: name) != role {
                throw RatingsError.noSuchColumn(path: path, name: name, known: headings)
            }
        }
        for (index, role) in roles.enumerated() {
            if let role, places[role] == nil { places[role] = index }
        }
        return places
    }
}
