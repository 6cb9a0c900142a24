/// The five ways between a kernel and its clients.
enum Channel: String, CaseIterable, Sendable {
    /// Requests, answered one after another.
    case shell
    /// Requests that are answered at once: interrupt, shutdown.
    case control
    /// What the kernel asks a person.
    case stdin
    /// What all clients are told.
    case iopub
    /// Bytes that come back as they are, for as long as the process lives.
    case heartbeat = "hb"

    /// What a connection file calls its port.
    var portName: String { rawValue + "_port" }
}
