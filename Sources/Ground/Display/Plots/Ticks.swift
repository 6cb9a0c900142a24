/// Round numbers along an axis: steps of 1, 2 or 5 times a power of ten.
struct Ticks {
    let values: [Double]
    private let decimals: Int

    /// - Parameter isWhole: there is nothing between whole numbers, so no tick stands there.
    init(_ range: ClosedRange<Double>, most: Int, isWhole: Bool = false) {
        let span = range.upperBound - range.lowerBound
        guard span > 0, span.isFinite, most > 1 else {
            values = [range.lowerBound]
            decimals = 3
            return
        }
        var step = 1.0
        var decimals = 0
        while span / step > Double(most) { step *= 10 }
        while span / step < Double(most) / 10, decimals < 15 {
            step /= 10
            decimals += 1
        }
        for part in [0.1, 0.2, 0.5] where span / (step * part) <= Double(most) {
            step *= part
            if step < 1 { decimals += 1 }
            break
        }
        if isWhole, step < 1 {
            step = 1
            decimals = 0
        }
        let first = (range.lowerBound / step).rounded(.up)
        let last = (range.upperBound / step + 1e-9).rounded(.down)
        values =
            first <= last ? (0...Int(min(last - first, 50))).map { (first + Double($0)) * step } : [range.lowerBound]
        self.decimals = decimals
    }

    func label(_ value: Double) -> String {
        if value.magnitude >= 1e7 || (value != 0 && value.magnitude < 1e-5) {
            var (mantissa, exponent) = (value, 0)
            while mantissa.magnitude >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
            while mantissa.magnitude < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
            return "\((mantissa * 10).rounded() / 10)e\(exponent)"
        }
        let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
        let whole = Int((value * scale).rounded().magnitude)
        let digits = String(whole)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let sign = value < 0 && whole > 0 ? "-" : ""
        return decimals == 0 ? sign + digits : sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }
}
