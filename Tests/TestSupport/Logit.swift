import Foundation

/// Logarithms for tests that import no more than what they test.
package enum Logit {
    package static let two = log(2.0)
    package static func natural(_ value: Double) -> Double { log(value) }
    /// `log(p / (1 − p))`
    package static func of(_ probability: Double) -> Double { log(probability / (1 - probability)) }
}
