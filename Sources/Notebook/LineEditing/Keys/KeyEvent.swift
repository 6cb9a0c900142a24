/// What a person did, or a terminal said, once its bytes are understood.
package enum KeyEvent: Hashable, Sendable {
    /// A character that is text.
    case text(Unicode.Scalar)
    /// A control character as it came: Ctrl-A is 1, Enter 13, Backspace 8 or 127.
    case control(UInt8)
    /// Alt, or Escape just before, with a character of ASCII.
    case meta(UInt8)
    case key(EditingKey, KeyModifiers)
    /// What was pasted, whole.
    case paste(String)
    /// Where the terminal says that its cursor is, from 1.
    case cursor(row: Int, column: Int)
}

/// Keys that mean something here, whatever the terminal sends for them.
package enum EditingKey: Hashable, Sendable {
    case up, down, left, right, home, end, pageUp, pageDown, delete, backspace, enter, tab
}

package struct KeyModifiers: OptionSet, Hashable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let shift = KeyModifiers(rawValue: 1)
    package static let alt = KeyModifiers(rawValue: 2)
    package static let control = KeyModifiers(rawValue: 4)

    /// As terminals of xterm's kind count them: 1 and a bit for each. What is beyond Shift, Alt, Ctrl and Meta is none that
    /// these terminals send.
    init?(parameter: Int) {
        guard (1...16).contains(parameter) else { return nil }
        let bits = parameter - 1
        // Meta is what Alt is.
        self.init(rawValue: bits & 7 | (bits & 8 != 0 ? 2 : 0))
    }
}
