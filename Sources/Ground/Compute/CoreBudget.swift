import Foundation

/// How many threads may compute at once: the one place where cores are counted.
package enum CoreBudget {
    /// The processors that this process may use.
    package static var available: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }
}
