import GRDB

/// An experiment's rows of a table of which a page is damaged: that page costs the rows that it holds, and no others.
enum SalvagedRows {
    /// A page holds no more rows than this.
    private static let rowsOfPage = 200
    /// So many places are looked into at most, some seconds' worth.
    private static let most = 1_000_000

    static func fetch(_ database: Database, from table: String, of experiment: String) throws -> [Row] {
        let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        let sql = "SELECT * FROM \(table) NOT INDEXED WHERE rowid = ?"
        return (0...min(pages * rowsOfPage, most)).compactMap { place in
            (try? Row.fetchOne(database, sql: sql, arguments: [place])).flatMap { $0 }
        }.filter { $0.read("experiment") == experiment }
    }
}
