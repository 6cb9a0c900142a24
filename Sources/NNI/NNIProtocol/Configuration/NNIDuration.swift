package import Values

/// NNI's durations: a number of seconds, or `30s`, `10m`, `2h`, `1d`.
package enum NNIDuration {
    /// What one is, for messages.
    package static let expectation = "a number of seconds, or a time such as 30s, 10m, 2h or 1d"

    /// Whole seconds, rounded up as NNI does; `nil` where the value is no duration.
    package static func seconds(_ json: JSONValue) -> Double? {
        if let number = json.number { return number }
        guard let match = json.string?.lowercased().wholeMatch(of: #/\s*([0-9.]+)\s*([smhd])\s*/#),
            let number = Double(match.1)
        else { return nil }
        let unit: Double =
            switch match.2 {
            case "s": 1
            case "m": 60
            case "h": 3600
            default: 86400
            }
        return (number * unit).rounded(.up)
    }
}
