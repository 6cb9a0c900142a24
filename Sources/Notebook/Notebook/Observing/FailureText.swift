import Display
import Script

/// An error as people read it.
package enum FailureText {
    /// - Parameter columns: the width of the window.
    package static func of(_ error: any Error, columns: Int?) -> String {
        (error as? Diagnostic)?.rendered(columns: columns ?? 100) ?? VisibleText.of("error: \(error)")
    }
}
