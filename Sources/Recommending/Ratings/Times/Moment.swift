/// A point in time as a person writes it: a date (`1998`, `1998-04`, `1998-04-22`, perhaps with a time of day), or a number
/// in the data's own unit.
package struct Moment: Hashable, Sendable, CustomStringConvertible {
    package let description: String
    private let time: TimeText
    /// The first day of what may be a year.
    private let year: TimeText?

    /// - Returns: `nil` for what is no time.
    package init?(_ text: String) {
        let isMonth = text.utf8.count == 7 && text.utf8.dropFirst(4).first == UInt8(ascii: "-")
        guard let time = TimeText(isMonth ? text + "-01" : text) else { return nil }
        description = text
        self.time = time
        year = text.utf8.count == 4 ? TimeText(text + "-01-01") : nil
    }

    /// The first tick of these times that is not before the moment; the nearest where it does not fit.
    ///
    /// Four digits are a year, unless the times themselves are numbers as small.
    func firstTick(in times: Timestamps) -> Int64 {
        let smallest = times.ticks.min().map { $0 / Timestamps.powers[times.decimals] } ?? 0
        let time = smallest > 9999 ? year ?? self.time : self.time
        let unit = time.kind == .date ? times.unit.rawValue : 1
        // The finer of both scales, so that nothing is lost before it is rounded up.
        let (product, isOver) = time.ticks.multipliedReportingOverflow(by: unit)
        let steps = times.decimals - time.decimals
        guard !isOver else { return time.ticks < 0 ? .min : .max }
        guard steps < 0 else {
            let (scaled, isOver) = product.multipliedReportingOverflow(by: Timestamps.powers[steps])
            return isOver ? (product < 0 ? .min : .max) : scaled
        }
        let power = Timestamps.powers[-steps]
        return product / power + (product % power > 0 ? 1 : 0)
    }
}
