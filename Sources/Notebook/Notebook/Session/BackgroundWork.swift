package import Compute

/// What goes on beside the statements and would end with the session: experiments, to those who start them.
package protocol BackgroundWork: Sendable {
    /// Whatever runs now.
    func running() async -> [RunningWork]
    /// Comes back when all of it has ended, with what failed of it and was not told before.
    ///
    /// - Parameter show: takes how far it is.
    func wait(_ show: @escaping @Sendable (WorkProgress?) -> Void) async -> [String]
    /// - Returns: what is kept of it, in words, each told once.
    func stop() async -> [String]
    /// The end of the session: nothing is left running outside this process but what was started to stay.
    func close() async
    /// What went wrong with it, each told once.
    func warnings() async -> [String]
}

package struct RunningWork: Sendable {
    package let name: String
    /// `tpe is running (3 of 10 trials)`
    package let description: String

    package init(name: String, description: String) {
        self.name = name
        self.description = description
    }
}
