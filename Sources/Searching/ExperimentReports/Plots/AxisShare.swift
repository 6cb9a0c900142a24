import Foundation

/// Where a value lies between two ends, by logarithms or as it is.
enum AxisShare {
    /// From 0 to 1; 0.5 where the ends are one.
    static func share(_ value: Double, _ low: Double, _ high: Double, isLog: Bool) -> Double {
        let usesLog = isLog && low > 0
        let (place, start, end) = usesLog ? (log(max(value, low)), log(low), log(high)) : (value, low, high)
        let share = (place - start) / (end - start)
        return share.isFinite ? min(max(share, 0), 1) : 0.5
    }

    /// The value at a share.
    static func value(_ share: Double, _ low: Double, _ high: Double, isLog: Bool) -> Double {
        isLog && low > 0 ? exp(log(low) + share * (log(high) - log(low))) : low + share * (high - low)
    }
}
