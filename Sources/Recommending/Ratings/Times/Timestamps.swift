/// Times, a row each, exactly as the data have them: whole numbers or decimal ones of seconds or of finer units.
package struct Timestamps: Hashable, Sendable {
    /// What a whole number counts since 1970.
    package enum Unit: Int64, Sendable, CaseIterable {
        case seconds = 1
        case milliseconds = 1000
        case microseconds = 1_000_000
        case nanoseconds = 1_000_000_000
    }

    /// Each time times ten to the power of `decimals`.
    package let ticks: [Int64]
    package let decimals: Int
    /// Told by the size of the numbers: seconds would reach the year 5138 only at 1e11.
    package let unit: Unit

    package init(ticks: [Int64], decimals: Int = 0) {
        self.ticks = ticks
        self.decimals = decimals
        let most = ticks.reduce(0) { max($0, $1.magnitude) }
        let whole = Double(most) / Double(Self.powers[decimals])
        unit = whole < 1e11 ? .seconds : whole < 1e14 ? .milliseconds : whole < 1e17 ? .microseconds : .nanoseconds
    }

    private init(ticks: [Int64], like other: Timestamps) {
        self.ticks = ticks
        decimals = other.decimals
        unit = other.unit
    }

    package var count: Int { ticks.count }
    package subscript(row: Int) -> Int64 { ticks[row] }

    func selecting(rows: [Int]) -> Timestamps { Timestamps(ticks: rows.map { ticks[$0] }, like: self) }

    /// 1, 10, 100 and so on, as far as they fit.
    static let powers: [Int64] = (0...18).map { (0..<$0).reduce(1) { power, _ in power * 10 } }
}

extension Timestamps: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: Int64...) { self.init(ticks: elements) }
}

extension Timestamps {
    /// The row's time as the shortest text that reads back as the same.
    package func text(_ row: Int) -> String { text(of: ticks[row]) }

    private func text(of ticks: Int64) -> String {
        guard decimals > 0 else { return String(ticks) }
        let digits = String(ticks.magnitude)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        var fraction = padded.suffix(decimals)
        while fraction.last == "0" { fraction.removeLast() }
        return (ticks < 0 ? "-" : "") + padded.dropLast(decimals) + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// The day in UTC (`2015-03-09`), or the time as it is where it is beyond the years that have four digits.
    func day(of ticks: Int64) -> String {
        let perDay = unit.rawValue * 86_400
        let whole = ticks / Self.powers[decimals]
        let isEarlier = whole % perDay < 0 || (whole % perDay == 0 && ticks < 0 && ticks % Self.powers[decimals] != 0)
        let days = whole / perDay - (isEarlier ? 1 : 0)
        guard let date = CivilDate(daysSince1970: days) else { return text(of: ticks) }
        return date.description
    }
}
