/// The mean of numbers and how far they lie around it.
struct Moments {
    let count: Int
    let mean: Double
    /// The root of the variance with divisor `n − 1`; 0 for one number.
    let deviation: Double

    init(_ values: [Double]) {
        count = values.count
        let n = Double(values.count)
        let mean = values.isEmpty ? 0 : values.reduce(0, +) / n
        self.mean = mean
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        deviation = values.count > 1 ? (squares / (n - 1)).squareRoot() : 0
    }

    /// The mean's standard error.
    var error: Double { deviation / Double(count).squareRoot() }
}
