package import Values

/// Numbers, and lists of words, as people read them.
package enum Figures {
    /// A number with the digits that it has, but four significant ones at most: `0.5`, `0.9123`, `1e-12`, `100,000`. Whole
    /// numbers, which may be identifiers, and texts as they are; `–` for none.
    package static func text(_ value: JSONValue) -> String {
        switch value {
        case .number(let number): short(number) ?? grouped(significant(number))
        case .null: "–"
        default: value.plainText
        }
    }

    /// Whole numbers without decimals.
    package static func plain(_ number: Double) -> String { text(.number(number)) }

    /// A number that four significant digits tell in full, without zeros at its end: `0.5`, `1e-12`, `100,000`.
    ///
    /// - Returns: `nil` where it has more digits.
    package static func short(_ number: Double) -> String? {
        guard number.isFinite, number != 0 else { return number == 0 ? "0" : nil }
        if abs(number) < 1e15, let whole = Int(exactly: number) {
            return abs(whole) < 10_000 ? String(whole) : grouped(whole)
        }
        let text = significant(number)
        // What reads back as the same number is the whole of it.
        guard Double(text) == number else { return nil }
        let parts = text.split(separator: "e", maxSplits: 1).map(String.init)
        guard parts[0].contains(".") else { return text }
        var digits = parts[0][...]
        while digits.hasSuffix("0") { digits = digits.dropLast() }
        if digits.hasSuffix(".") { digits = digits.dropLast() }
        return digits + (parts.count > 1 ? "e" + parts[1] : "")
    }

    /// The digits before the point in threes, from 10,000 on: `123457` is `123,457`.
    private static func grouped(_ text: String) -> String {
        guard text.count > 4, let whole = Int(text) else { return text }
        return abs(whole) < 10_000 ? text : grouped(whole)
    }

    /// `a, b and c`, with `last` as the word before the last one.
    package static func list(_ words: [String], last: String) -> String {
        guard words.count > 1, let end = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " \(last) " + end
    }

    package static func significant(_ number: Double, digits: Int = 4) -> String {
        guard number.isFinite else { return number.isNaN ? "nan" : number < 0 ? "-inf" : "inf" }
        if number == 0 { return "0" }
        let exponent = Int(magnitudeOrder(number))
        if exponent < -4 || exponent > 9 { return scientific(number, exponent: exponent, digits: digits) }
        return fixed(number, decimals: max(0, digits - 1 - exponent))
    }

    /// `0.2663 ± 0.0121`, with as many decimals as tell the spread.
    package static func spread(_ number: Double, _ half: Double) -> String {
        guard number.isFinite, half.isFinite, number != 0 || half != 0 else {
            return "\(plain(number)) ± \(plain(half))"
        }
        let order = magnitudeOrder(max(abs(number), half))
        let least = half > 0 ? 1 - magnitudeOrder(half) : 0
        let decimals = max(0, min(12, max(3 - order, least)))
        return "\(fixed(number, decimals: decimals)) ± \(fixed(half, decimals: decimals))"
    }

    package static func fixed(_ number: Double, decimals: Int) -> String {
        guard number.isFinite, abs(number) < 1e15 else { return "\(number)" }
        let places = max(0, min(decimals, 12))
        let scale = (0..<places).reduce(1.0) { value, _ in value * 10 }
        let scaled = (abs(number) * scale).rounded()
        guard scaled < 9e15 else { return "\(number)" }
        let whole = String(Int(scaled))
        let padded = String(repeating: "0", count: max(0, places + 1 - whole.count)) + whole
        let sign = number < 0 && scaled > 0 ? "-" : ""
        return places == 0 ? sign + whole : sign + padded.dropLast(places) + "." + padded.suffix(places)
    }

    /// `1 row`, `12,345 rows`
    package static func count(_ number: Int, _ noun: String) -> String {
        "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// `12,345`
    package static func grouped(_ number: Int) -> String {
        var text = ""
        for (place, digit) in String(number.magnitude).reversed().enumerated() {
            if place > 0 && place.isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return (number < 0 ? "-" : "") + String(text.reversed())
    }

    /// `0.84 s`, `12 s`, `3 min 20 s`
    package static func duration(_ seconds: Double) -> String {
        if seconds < 0.0995 { return fixed(seconds * 1000, decimals: seconds < 0.00995 ? 1 : 0) + " ms" }
        if seconds < 9.95 { return fixed(seconds, decimals: 2) + " s" }
        if seconds < 119.5 { return fixed(seconds, decimals: 0) + " s" }
        let whole = Int(seconds.rounded())
        return whole < 7200 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole / 60 % 60) min"
    }

    private static func magnitudeOrder(_ number: Double) -> Int {
        var exponent = 0
        var value = abs(number)
        while value >= 10 { (value, exponent) = (value / 10, exponent + 1) }
        while value < 1 { (value, exponent) = (value * 10, exponent - 1) }
        return exponent
    }

    private static func scientific(_ number: Double, exponent: Int, digits: Int) -> String {
        var value = number
        for _ in 0..<abs(exponent) { value = exponent > 0 ? value / 10 : value * 10 }
        let mantissa = fixed(value, decimals: digits - 1)
        // What rounds up to ten is one of the next power.
        let isTen = mantissa.drop { $0 == "-" }.hasPrefix("10")
        return isTen
            ? fixed(value / 10, decimals: digits - 1) + "e\(exponent + 1)" : mantissa + "e\(exponent)"
    }
}
