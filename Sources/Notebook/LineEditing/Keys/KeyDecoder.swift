/// Understands what a terminal sends, a byte at a time: text in UTF-8, and the sequences of xterm, VT, rxvt, the Linux console,
/// tmux and screen. Whatever has no meaning here gives no event, as a whole; sequences may come in pieces.
///
/// ECMA-48 says where a sequence ends, so that even one that nobody knows inserts nothing.
package struct KeyDecoder: Sendable {
    private enum State: Hashable {
        case ground
        /// Escape, or two of them.
        case escape(isDouble: Bool)
        case sequence(ControlSequence)
        /// The Linux console's function keys: one more character.
        case consoleKey
        /// The old reports of the mouse: so many more characters.
        case mouse(Int)
        /// An answer as text, up to its end: how long it is, and whether an Escape has just come.
        case string(Int, hasEscape: Bool)
        case paste
    }

    /// A person who presses Escape and then types does not mean a sequence; a terminal sends the rest at once.
    package static let patience = 0.5

    private var state = State.ground
    private var text = UTF8Pieces()
    private var pasted: [UInt8] = []

    package init() {}

    /// Whether what has come may end here, so that waiting longer than `patience` ends it.
    package var mayEnd: Bool {
        switch state {
        case .escape: true
        // `ESC [` or `ESC O` alone.
        case .sequence(let sequence): sequence == ControlSequence() || sequence == ControlSequence(isSingleShift: true)
        // Alt with `P` or `]`.
        case .string(0, _): true
        default: false
        }
    }

    /// Nothing more belongs to what came before.
    package mutating func end() { self = KeyDecoder() }

    package mutating func take(_ byte: UInt8) -> [KeyEvent] {
        switch state {
        case .ground: return ground(byte)
        case .escape(let isDouble): return escaped(byte, isDouble)
        case .sequence(let sequence): return take(byte, in: sequence)
        case .consoleKey:
            state = .ground
            return byte < 0x20 ? ground(byte) : []
        case .mouse(let count):
            // A person's key: the report's end was lost.
            if byte < 0x20 {
                state = .ground
                return ground(byte)
            }
            // A coordinate beyond 95 may be two bytes.
            if byte & 0xC0 == 0x80 { return [] }
            state = count == 1 ? .ground : .mouse(count - 1)
            return []
        case .string(let count, let hasEscape): return takeInString(byte, count, hasEscape)
        case .paste: return takePasted(byte)
        }
    }

    private mutating func ground(_ byte: UInt8) -> [KeyEvent] {
        if byte >= 0x80 { return text.take(byte).map { .text($0) } }
        var events: [KeyEvent] = text.end().map { .text($0) }
        switch byte {
        case 0x1B: state = .escape(isDouble: false)
        case 0..<0x20, 0x7F: events.append(.control(byte))
        default: events.append(.text(Unicode.Scalar(byte)))
        }
        return events
    }

    private mutating func escaped(_ byte: UInt8, _ isDouble: Bool) -> [KeyEvent] {
        state = .ground
        switch byte {
        case 0x1B: state = .escape(isDouble: true)
        case UInt8(ascii: "["): state = .sequence(ControlSequence(hasEscape: isDouble))
        case UInt8(ascii: "O"): state = .sequence(ControlSequence(isSingleShift: true, hasEscape: isDouble))
        // Operating system command, device control, application command, privacy message, start of string.
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "X"):
            state = .string(0, hasEscape: false)
        case 0x0D, 0x0A: return [.key(.enter, .alt)]
        case 0x08, 0x7F: return [.key(.backspace, .alt)]
        case 0x21..<0x7F: return [.meta(byte)]
        case 0x20: return []
        default: return ground(byte)
        }
        return []
    }

    private mutating func take(_ byte: UInt8, in sequence: ControlSequence) -> [KeyEvent] {
        var sequence = sequence
        let isEmpty = sequence == ControlSequence(hasEscape: sequence.hasEscape)
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): sequence.addDigit(byte)
        case UInt8(ascii: ";"): sequence.numbers.append([0])
        case UInt8(ascii: ":"): sequence.numbers[sequence.numbers.count - 1].append(0)
        case 0x3C...0x3F: sequence.mark = byte
        case UInt8(ascii: "$")
        where sequence.mark == nil && sequence.numbers.count == 1 && sequence.numbers != [[0]]
            && sequence.intermediates.isEmpty:
            return end(sequence, byte)
        case 0x20..<0x30: sequence.intermediates.append(byte)
        case UInt8(ascii: "[") where isEmpty && !sequence.isSingleShift:
            state = .consoleKey
            return []
        case UInt8(ascii: "M") where isEmpty:
            state = .mouse(3)
            return []
        case 0x40..<0x7F: return end(sequence, byte)
        default:
            // What can't stand in a sequence ends it and counts for itself.
            state = .ground
            return ground(byte)
        }
        // Nobody writes sequences so long; what comes is text again.
        state = sequence.numbers.count > 64 || sequence.intermediates.count > 8 ? .ground : .sequence(sequence)
        return []
    }

    private mutating func end(_ sequence: ControlSequence, _ final: UInt8) -> [KeyEvent] {
        var sequence = sequence
        sequence.final = final
        state = .ground
        if final == UInt8(ascii: "~"), sequence.numbers == [[200]], sequence.mark == nil {
            pasted = []
            state = .paste
            return []
        }
        return sequence.event.map { [$0] } ?? []
    }

    private mutating func takeInString(_ byte: UInt8, _ count: Int, _ hasEscape: Bool) -> [KeyEvent] {
        switch byte {
        case 0x1B: state = .string(count + 1, hasEscape: true)
        case 0x07: state = .ground
        case UInt8(ascii: "\\") where hasEscape: state = .ground
        // A person's Enter, Ctrl-D or Backspace: the answer's end was lost.
        case 0..<0x20, 0x7F:
            state = .ground
            return ground(byte)
        default:
            if hasEscape { return escaped(byte, false) }
            state = .string(count + 1, hasEscape: false)
        }
        return []
    }

    private mutating func takePasted(_ byte: UInt8) -> [KeyEvent] {
        pasted.append(byte)
        let closing = Array("\u{1B}[201~".utf8)
        guard byte == closing.last, pasted.suffix(closing.count) == closing[...] else { return [] }
        state = .ground
        defer { pasted = [] }
        return [.paste(String(decoding: pasted.dropLast(closing.count), as: UTF8.self))]
    }
}

/// UTF-8 whose bytes come one by one. What is none becomes U+FFFD, and what follows is read anew: nothing is swallowed.
struct UTF8Pieces: Sendable {
    private var bytes: [UInt8] = []
    private var length = 0

    mutating func take(_ byte: UInt8) -> [Unicode.Scalar] {
        if byte & 0xC0 == 0x80 {
            guard !bytes.isEmpty else { return ["\u{FFFD}"] }
            bytes.append(byte)
            return bytes.count < length ? [] : end()
        }
        let broken = end()
        switch byte {
        case 0xC2..<0xE0: length = 2
        case 0xE0..<0xF0: length = 3
        case 0xF0..<0xF5: length = 4
        default: return broken + ["\u{FFFD}"]
        }
        bytes = [byte]
        return broken
    }

    /// Nothing more comes of the character that has begun.
    mutating func end() -> [Unicode.Scalar] {
        defer { bytes = [] }
        guard !bytes.isEmpty else { return [] }
        guard let scalar = String(validating: bytes, as: UTF8.self)?.unicodeScalars.first else { return ["\u{FFFD}"] }
        // Control characters of the second set, and marks that turn the direction of reading, insert nothing.
        switch scalar.value {
        case 0x80..<0xA0, 0x200E...0x200F, 0x202A...0x202E, 0x2028...0x2029, 0x2066...0x2069: return []
        default: return [scalar]
        }
    }
}
