import Values

/// What tuners that grant budgets are told alike.
enum BudgetArguments {
    static let least = Parameter("min_budget", 1...1_000_000, default: 1, help: "the smallest budget, in epochs")
    static let eta = Parameter("eta", 2...1000, default: 3, help: "of so many settings one goes on")

    /// - Throws: `ParameterError` where the smallest budget is above the largest.
    static func check(_ given: ParameterValues, most: Int) throws(ParameterError) {
        guard given[least] <= most else {
            throw .badValue(
                name: least.name, value: "\(given[least])", expected: "at most max_budget, \(most)", nearest: nil)
        }
    }
}
