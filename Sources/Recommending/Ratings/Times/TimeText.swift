/// A time as a text has it: a number, or a date of ISO 8601.
struct TimeText: Hashable {
    enum Kind: Hashable { case number, date }

    let kind: Kind
    /// The time times ten to the power of `decimals`; dates in seconds since 1970.
    let ticks: Int64
    let decimals: Int

    /// - Parameter mark: what stands before a number's fraction.
    /// - Returns: `nil` for what is no time, or has more digits than 64 bits hold.
    init?(_ text: String, decimalMark mark: UInt8 = UInt8(ascii: ".")) {
        let bytes = Array(text.utf8)
        if let number = Self.number(bytes, mark) {
            (kind, ticks, decimals) = (.number, number.ticks, number.decimals)
        } else if let date = Self.date(bytes) {
            (kind, ticks, decimals) = (.date, date.ticks, date.decimals)
        } else {
            return nil
        }
    }

    /// A decimal number without an exponent, or one whose exponent makes it a whole one.
    private static func number(_ bytes: [UInt8], _ mark: UInt8) -> (ticks: Int64, decimals: Int)? {
        var reader = DigitReader(bytes)
        let isNegative = reader.skip(UInt8(ascii: "-"))
        if !isNegative { _ = reader.skip(UInt8(ascii: "+")) }
        guard let whole = reader.digits(atMost: 40) else { return nil }
        var fraction: [UInt8] = []
        if reader.skip(mark) { fraction = reader.digits(atMost: 40) ?? [] }
        while fraction.last == 0 { fraction.removeLast() }
        if !reader.isAtEnd { return exponential(bytes, mark) }
        guard fraction.count < Timestamps.powers.count else { return nil }
        return ticks(whole + fraction, isNegative: isNegative).map { ($0, fraction.count) }
    }

    private static func exponential(_ bytes: [UInt8], _ mark: UInt8) -> (ticks: Int64, decimals: Int)? {
        let text = String(decoding: bytes.map { $0 == mark ? UInt8(ascii: ".") : $0 }, as: UTF8.self)
        guard text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }),
            !text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "x") }), let value = Double(text)
        else { return nil }
        return Int64(exactly: value).map { ($0, 0) }
    }

    private static func ticks(_ digits: [UInt8], isNegative: Bool) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            let (product, isOver) = value.multipliedReportingOverflow(by: 10)
            let (sum, isOverToo) = product.subtractingReportingOverflow(Int64(digit))
            if isOver || isOverToo { return nil }
            value = sum
        }
        // Counted below zero, where one more value fits.
        return isNegative ? value : value == .min ? nil : -value
    }

    /// `2015-03-09`, perhaps with `T12:34:56.789` or a blank for the T, and `Z`, `UTC` or `+02:00`; without these it is
    /// taken as UTC.
    private static func date(_ bytes: [UInt8]) -> (ticks: Int64, decimals: Int)? {
        var reader = DigitReader(bytes)
        guard let year = reader.number(digits: 4) else { return nil }
        let separator = [UInt8(ascii: "-"), UInt8(ascii: "/")].first { reader.skip($0) }
        guard let month = reader.number(digits: 2), separator == nil || separator.map({ reader.skip($0) }) == true,
            let day = reader.number(digits: 2), let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        var seconds = date.daysSince1970 * 86_400
        var fraction: [UInt8] = []
        if !reader.isAtEnd {
            guard reader.skip(UInt8(ascii: "T")) || reader.skip(UInt8(ascii: "t")) || reader.skip(UInt8(ascii: " ")),
                let clock = reader.clock(), let offset = reader.offset()
            else { return nil }
            seconds += clock.seconds - offset
            fraction = clock.fraction
        } else if separator == nil {
            return nil
        }
        let digits = String(seconds.magnitude).utf8.map { $0 - 0x30 }
        guard let whole = ticks(digits + fraction.map { _ in 0 }, isNegative: seconds < 0),
            let part = ticks(fraction, isNegative: false)
        else { return nil }
        let (sum, isOver) = whole.addingReportingOverflow(part)
        return isOver ? nil : (sum, fraction.count)
    }
}

/// Digits and signs, one after another.
private struct DigitReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }
    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        place += 1
        return true
    }

    mutating func digits(atMost count: Int) -> [UInt8]? {
        var digits: [UInt8] = []
        while digits.count < count, let byte = next, (0x30...0x39).contains(byte) {
            digits.append(byte - 0x30)
            place += 1
        }
        return digits.isEmpty ? nil : digits
    }

    mutating func number(digits count: Int) -> Int? {
        guard let digits = digits(atMost: count), digits.count == count else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1) }
    }

    /// `12:34`, `12:34:56`, `12:34:56.789` or, without colons, `123456`.
    mutating func clock() -> (seconds: Int, fraction: [UInt8])? {
        guard let hour = number(digits: 2) else { return nil }
        let hasColons = skip(UInt8(ascii: ":"))
        guard let minute = number(digits: 2), hour < 24, minute < 60 else { return nil }
        var second = 0
        var fraction: [UInt8] = []
        if hasColons ? skip(UInt8(ascii: ":")) : next.map({ (0x30...0x39).contains($0) }) == true {
            // A leap second is the first of the next minute, as everywhere where time is counted in seconds.
            guard let value = number(digits: 2), value <= 60 else { return nil }
            second = value
            if skip(UInt8(ascii: ".")) || skip(UInt8(ascii: ",")) { fraction = digits(atMost: 18) ?? [] }
            while fraction.last == 0 { fraction.removeLast() }
        }
        return (hour * 3600 + minute * 60 + second, fraction)
    }

    /// Seconds ahead of UTC, to the end of the text.
    mutating func offset() -> Int? {
        while skip(UInt8(ascii: " ")) {}
        if isAtEnd { return 0 }
        let rest = bytes[place...]
        if ["Z", "z", "UTC", "GMT"].contains(where: { rest.elementsEqual($0.utf8) }) { return 0 }
        let isBehind = skip(UInt8(ascii: "-"))
        guard isBehind || skip(UInt8(ascii: "+")), let hours = number(digits: 2) else { return nil }
        _ = skip(UInt8(ascii: ":"))
        let minutes = isAtEnd ? 0 : number(digits: 2)
        guard let minutes, hours < 24, minutes < 60, isAtEnd else { return nil }
        return (isBehind ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}
