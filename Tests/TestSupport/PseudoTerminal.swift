import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The program at a terminal of its own: keys go in, what the screen was told comes out.
package final class PseudoTerminal {
    private let descriptor: Int32
    private let process: Process
    /// Everything that came, escapes included.
    package private(set) var raw = ""

    /// - Throws: where the system has no pseudo-terminal to give.
    package init(columns: Int = 100, home: String, _ more: [String: String] = [:], arguments: [String] = []) throws {
        // What posix_openpt, unlockpt and ptsname do; Swift's Glibc does not show them.
        descriptor = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (lock, number): (Int32, Int32) = (0, 0)
        let (setLock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
        guard descriptor >= 0, unsafe ioctl(descriptor, setLock, &lock) == 0,
            unsafe ioctl(descriptor, getNumber, &number) == 0,
            let terminal = FileHandle(forUpdatingAtPath: "/dev/pts/\(number)")
        else { throw CocoaError(.fileNoSuchFile) }
        process = Process()
        // setsid makes the terminal the controlling one, so that Ctrl-C is a signal.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/setsid")
        process.arguments = ["--ctty", "--wait", Program.path] + arguments
        process.environment = Program.environment(home: home, more)
        process.currentDirectoryURL = URL(fileURLWithPath: home)
        process.standardInput = terminal
        process.standardOutput = terminal
        process.standardError = terminal
        resize(columns: columns, rows: 40)
        try process.run()
        try terminal.close()
    }

    deinit {
        if process.isRunning { process.terminate() }
        close(descriptor)
    }

    package func resize(columns: Int, rows: Int) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = unsafe ioctl(descriptor, UInt(TIOCSWINSZ), &size)
    }

    /// Types keys. - Returns: what came on the screen until `text` did, without escapes.
    @discardableResult
    package func send(_ keys: String, until text: String? = nil, seconds: Double = 20) -> String {
        send(Array(keys.utf8), until: text, seconds: seconds)
    }

    /// Types bytes that need not be text.
    @discardableResult
    package func send(_ bytes: [UInt8], until text: String? = nil, seconds: Double = 20) -> String {
        _ = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        return read(until: text, seconds: seconds)
    }

    /// Reads until `text` has come or, where none is given, until nothing comes for a moment.
    package func read(until text: String? = nil, seconds: Double = 20) -> String {
        var got = ""
        let end = Date.timeIntervalSinceReferenceDate + (text == nil ? 0.6 : seconds)
        while Date.timeIntervalSinceReferenceDate < end {
            var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&watched, 1, 50) > 0 else { continue }
            var block = [UInt8](repeating: 0, count: 1 << 16)
            let count = unsafe block.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            got += String(decoding: block[..<count], as: UTF8.self)
            if let text, Self.plain(got).contains(text) { break }
        }
        raw += got
        return Self.plain(got)
    }

    /// Asks the program to end, as `kill` does.
    package func terminate() {
        // `setsid` may have started it as a child or have become it.
        let own = process.processIdentifier
        let children = FileManager.default.contents(atPath: "/proc/\(own)/task/\(own)/children") ?? Data()
        let child = String(decoding: children, as: UTF8.self).split(separator: " ").first.flatMap { Int32($0) }
        kill(child ?? own, SIGTERM)
    }

    /// Waits for the program's end. - Returns: its status; `nil` if it goes on.
    package func end(seconds: Double = 20) -> Int32? {
        let end = Date.timeIntervalSinceReferenceDate + seconds
        while process.isRunning, Date.timeIntervalSinceReferenceDate < end { _ = read(seconds: 0.05) }
        return process.isRunning ? nil : process.terminationStatus
    }

    /// The text without escape sequences.
    package static func plain(_ text: String) -> String {
        text.replacing(#/\u{1B}(\[[0-9;?]*[A-Za-z~]|[()][A-Z0-9]|[=>])/#, with: "")
    }
}
