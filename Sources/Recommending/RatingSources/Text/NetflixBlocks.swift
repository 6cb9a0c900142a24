/// The Netflix Prize's text: a film's number and a colon in a line of its own, then its ratings as user, rating and date.
struct NetflixBlocks {
    /// Whether the film comes second in a row, as if the file had such a column, or last: then what is wrong with a row
    /// stands where the file has it.
    private let isFilmSecond: Bool
    private var film: ArraySlice<UInt8> = []

    init(isFilmSecond: Bool) { self.isFilmSecond = isFilmSecond }

    /// What the rows' columns are.
    var names: [String] { isFilmSecond ? ["user", "item", "rating", "date"] : ["user", "rating", "date", "item"] }

    static func begins(_ start: [UInt8]) -> Bool {
        let line = start.prefix { $0 != 0x0A && $0 != 0x0D }
        return line.count < start.count && line.last == UInt8(ascii: ":") && line.count > 1
            && line.dropLast().allSatisfy { (0x30...0x39).contains($0) }
    }

    /// A line with its film; a film's own line becomes an empty one.
    mutating func row(_ line: ArraySlice<UInt8>) -> [UInt8] {
        if line.last == UInt8(ascii: ":") {
            film = line.dropLast()
            return []
        }
        guard let comma = line.firstIndex(of: UInt8(ascii: ",")) else { return Array(line) }
        return Array(isFilmSecond ? line[...comma] + film + line[comma...] : line + [UInt8(ascii: ",")] + film)
    }
}
