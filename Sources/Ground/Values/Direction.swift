/// Which way a value gets better. The only place that says what is better than what.
package enum Direction: String, Hashable, Sendable, CaseIterable {
    case maximize, minimize

    /// Whether `value` is better than `other`; what is not a number is better than nothing.
    package func isBetter(_ value: Double, than other: Double) -> Bool {
        if value.isNaN { return false }
        if other.isNaN { return true }
        return self == .minimize ? value < other : value > other
    }

    /// The better of two values.
    package func better(_ one: Double, _ other: Double) -> Double { isBetter(other, than: one) ? other : one }

    /// The best of the values that are numbers.
    package func best(of values: some Sequence<Double>) -> Double? {
        values.reduce(nil) { best, value in
            if value.isNaN { return best }
            return best.map { better($0, value) } ?? value
        }
    }
}
