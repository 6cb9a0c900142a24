import Foundation

/// Where numbers lie between the ends of an axis, and its ticks.
struct AxisScale {
    private let axis: PlotAxis
    /// Of logarithms to the base 10 where the axis has them.
    private let range: ClosedRange<Double>

    /// - Parameter margin: what is free at both ends, as a share of the range.
    init(_ axis: PlotAxis, _ values: [Double], margin: Double = 0) {
        self.axis = axis
        guard axis.names.isEmpty else {
            range = -0.5...(Double(axis.names.count) - 0.5)
            return
        }
        var (low, high) = (Double.infinity, -Double.infinity)
        for value in values {
            let inside = axis.limits.map { min(max(value, $0.lowerBound), $0.upperBound) } ?? value
            guard !axis.isLog || inside > 0 else { continue }
            let place = axis.isLog ? log10(inside) : inside
            (low, high) = (min(low, place), max(high, place))
        }
        range = low <= high ? Self.range(low, high, margin) : 0...1
    }

    private static func range(_ low: Double, _ high: Double, _ margin: Double) -> ClosedRange<Double> {
        guard high > low else {
            let half = low == 0 ? 0.5 : low.magnitude * 0.05
            return (low - half)...(high + half)
        }
        let extra = (high - low) * margin
        guard (low - extra).isFinite, (high + extra).isFinite else { return low...high }
        return (low - extra)...(high + extra)
    }

    /// From 0 to 1; a range wider than numbers go has no shares.
    func share(_ value: Double) -> Double {
        guard !axis.isLog || value > 0 else { return 0 }
        return shareOfPlace(axis.isLog ? log10(value) : value)
    }

    private func shareOfPlace(_ place: Double) -> Double {
        let share = (place - range.lowerBound) / (range.upperBound - range.lowerBound)
        return share.isFinite ? min(max(share, 0), 1) : 0.5
    }

    /// - Parameters:
    ///   - most: so many have room.
    ///   - isWhole: there is nothing between whole numbers, so no tick stands there.
    func ticks(most: Int, isWhole: Bool = false) -> [PlotLayout.Tick] {
        if !axis.names.isEmpty {
            let stride = (axis.names.count - 1) / max(1, most) + 1
            return axis.names.indices.filter { $0.isMultiple(of: stride) }.map {
                PlotLayout.Tick(share: share(Double($0)), label: axis.names[$0])
            }
        }
        if axis.isLog, let ticks = logarithmic(most) { return ticks }
        let plain = axis.isLog ? pow(10, range.lowerBound)...pow(10, range.upperBound) : range
        let ticks = Ticks(plain, most: most, isWhole: isWhole)
        return ticks.values.map { PlotLayout.Tick(share: share($0), label: ticks.label($0)) }
    }

    /// Powers of ten, with 2 and 5 between them where there is room; `nil` where fewer than two are in the range.
    private func logarithmic(_ most: Int) -> [PlotLayout.Tick]? {
        let powers = Int(range.lowerBound.rounded(.down))...Int(range.upperBound.rounded(.up))
        for parts in [[1.0, 2, 5], [1.0, 3], [1.0]] {
            let values = powers.flatMap { power in parts.map { (part: $0, power: power) } }.filter {
                let place = log10($0.part) + Double($0.power)
                return place >= range.lowerBound - 1e-9 && place <= range.upperBound + 1e-9
            }
            guard values.count >= 2 else { return nil }
            guard values.count <= most || parts.count == 1 else { continue }
            let stride = (values.count - 1) / max(1, most) + 1
            return values.enumerated().filter { $0.offset.isMultiple(of: stride) }.map { _, value in
                PlotLayout.Tick(
                    share: shareOfPlace(log10(value.part) + Double(value.power)), label: Self.label(value))
            }
        }
        return nil
    }

    private static func label(_ value: (part: Double, power: Int)) -> String {
        if value.power < -4 || value.power > 5 { return "\(Int(value.part))e\(value.power)" }
        if value.power < 0 {
            return "0." + String(repeating: "0", count: -value.power - 1) + "\(Int(value.part))"
        }
        return "\(Int(value.part))" + String(repeating: "0", count: value.power)
    }
}
