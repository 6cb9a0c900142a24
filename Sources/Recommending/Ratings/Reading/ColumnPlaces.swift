/// Where the roles stand, told by `--columns`, by names that were given, by the head, or by their usual order.
struct ColumnPlaces {
    let path: String
    let format: CSVFormat
    /// The head's names; empty where there is none.
    let headings: [String]
    let width: Int
    private(set) var notices: [String] = []

    init(path: String, format: CSVFormat, headings: [String], width: Int) {
        self.path = path
        self.format = format
        self.headings = headings
        self.width = width
    }

    /// - Throws: `RatingsError.noSuchColumn`, `.badColumns`, `.manyColumns`, `.fewColumns`.
    mutating func places() throws -> [ColumnRole: Int] {
        let places =
            if let columns = format.columns { try given(columns) } else if headings.isEmpty { try usual() } else {
                try named()
            }
        for role in format.roles where role != .timestamp && places[role] == nil {
            throw missing(role)
        }
        return places
    }

    private func missing(_ role: ColumnRole) -> RatingsError {
        guard !headings.isEmpty else {
            return .fewColumns(path: path, line: 1, found: width, isImplicit: format.implicit)
        }
        return .noSuchColumn(path: path, name: role.name(format.value), known: headings)
    }

    private func usual() throws -> [ColumnRole: Int] {
        let roles = format.roles
        guard width >= roles.count - 1 else {
            throw RatingsError.fewColumns(path: path, line: 1, found: width, isImplicit: format.implicit)
        }
        guard width <= roles.count else { throw RatingsError.manyColumns(path: path, found: width) }
        return Dictionary(uniqueKeysWithValues: zip(roles, 0..<width))
    }

    /// A name that is a role's is that role; positions and other names stand for the roles in their order.
    private mutating func given(_ columns: [String]) throws -> [ColumnRole: Int] {
        let own = columns.map { ColumnRole(own: $0, format.value) }
        if format.implicit, let place = own.firstIndex(of: .rating) {
            throw RatingsError.badColumns("'\(columns[place])' names a rating, and --implicit says that there is none")
        }
        let areAllRoles = own.allSatisfy { $0 != nil }
        // Roles alone name the columns of a text that has no names of its own, in its order.
        let isNaming = areAllRoles && (headings.isEmpty || !own.contains { $0.flatMap(best) != nil })
        guard columns.count <= format.roles.count else {
            throw RatingsError.badColumns(
                "\(columns.count) columns are named, at most \(format.roles.count) mean something")
        }
        var places: [ColumnRole: Int] = [:]
        for (index, name) in columns.enumerated() {
            guard let role = own[index] ?? free(index, own, places) else {
                throw RatingsError.badColumns("'\(name)' stands for no role that is left")
            }
            guard places[role] == nil else {
                throw RatingsError.badColumns("the \(role.name(format.value)) is named twice")
            }
            let place = isNaming ? index : try self.place(of: name, role, isRole: own[index] != nil)
            guard place < width else { throw lacking(name) }
            guard !places.values.contains(place) else {
                throw RatingsError.badColumns("'\(name)' names a column that another name stands for")
            }
            places[role] = place
        }
        return places
    }

    /// The role that a position or another name stands for: the next in order that no name claims.
    private func free(_ index: Int, _ own: [ColumnRole?], _ places: [ColumnRole: Int]) -> ColumnRole? {
        let others = format.roles.filter { !own.contains($0) }
        let before = own[..<index].count { $0 == nil }
        return before < others.count ? others[before] : nil
    }

    private mutating func place(of name: String, _ role: ColumnRole, isRole: Bool) throws -> Int {
        if let place = headings.firstIndex(of: name) ?? like(name) {
            if !isRole,
                let other = ColumnRole.allCases.first(where: { $0.rank(name, format.value).map { $0 < 4 } == true }),
                other != role
            {
                notices.append(
                    "column '\(name)' is taken as the \(role.name(format.value)): names stand for "
                        + "\(format.roles.map { $0.name(format.value) }.joined(separator: ", ")) in this order")
            }
            return place
        }
        if isRole, let place = best(role) { return place }
        if !isRole, let position = Int(name), position >= 1 {
            guard position <= width else { throw lacking(name) }
            return position - 1
        }
        throw lacking(name)
    }

    private func lacking(_ name: String) -> RatingsError {
        .noSuchColumn(path: path, name: name, known: headings.isEmpty ? ["\(width) columns without names"] : headings)
    }

    /// The one heading that differs in nothing but capitals.
    private func like(_ name: String) -> Int? {
        let places = headings.indices.filter { headings[$0].lowercased() == name.lowercased() }
        return places.count == 1 ? places[0] : nil
    }

    /// By the head: columns under names that were given, then those whose names say what they are.
    private mutating func named() throws -> [ColumnRole: Int] {
        var places: [ColumnRole: Int] = [:]
        for (role, name) in format.namedColumns {
            if let place = headings.firstIndex(of: name) {
                places[role] = place
            } else if ColumnRole(own: name, format.value) != role, role.rank(name, format.value) == nil {
                throw RatingsError.noSuchColumn(path: path, name: name, known: headings)
            }
        }
        for role in format.roles where places[role] == nil {
            guard let place = best(role), !places.values.contains(place) else { continue }
            places[role] = place
            let ranks = headings.map { role.rank($0, format.value) }
            let rivals = headings.indices.filter { ranks[$0] != nil }
            let equals = rivals.filter { ranks[$0] == ranks[place] }
            if rivals.count > 1, ranks[place] != 0 || equals.count > 1 {
                let names = rivals.map { "'\(headings[$0])'" }.joined(separator: ", ")
                notices.append(
                    "of \(names) the column '\(headings[place])' is taken as the \(role.name(format.value)); --columns says another"
                )
            }
        }
        return places
    }

    /// The column whose name fits a role best, the first of equals.
    private func best(_ role: ColumnRole) -> Int? {
        headings.indices.compactMap { place in role.rank(headings[place], format.value).map { (rank: $0, place) } }
            .min { ($0.rank, $0.1) < ($1.rank, $1.1) }?.1
    }
}
