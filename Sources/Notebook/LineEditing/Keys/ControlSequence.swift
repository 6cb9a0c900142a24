/// A control sequence that a terminal sent, `ESC [ … final` or `ESC O … final`, and what it means.
struct ControlSequence: Hashable, Sendable {
    /// The mark of a private sequence, `<`, `=`, `>` or `?`.
    var mark: UInt8?
    /// Numbers between `;`; each may have more behind `:`. An empty one is 0.
    var numbers: [[Int]] = [[0]]
    var intermediates: [UInt8] = []
    var final: UInt8 = 0
    /// Whether it began with `ESC O`.
    var isSingleShift = false
    /// Whether one more Escape stood before it, as rxvt writes Alt.
    var hasEscape = false

    private static let numberLimit = 1_000_000_000

    mutating func addDigit(_ byte: UInt8) {
        let last = numbers.count - 1
        let inner = numbers[last].count - 1
        numbers[last][inner] = min(Self.numberLimit, numbers[last][inner] * 10 + Int(byte - UInt8(ascii: "0")))
    }

    private func number(_ index: Int, or fallback: Int = 0) -> Int {
        index < numbers.count && numbers[index][0] > 0 ? numbers[index][0] : fallback
    }

    /// `nil` where it means nothing here: function keys, reports of the mouse and of focus, answers nobody asked for.
    var event: KeyEvent? {
        guard mark == nil, intermediates.isEmpty else { return nil }
        if isSingleShift { return singleShift }
        switch final {
        case UInt8(ascii: "~") where numbers.count == 3 && number(0) == 27: return coded(number(2), number(1, or: 1))
        case UInt8(ascii: "~"): return numbered(modifiers(1))
        // rxvt's own: with Ctrl, with Shift, with both.
        case UInt8(ascii: "^"): return numbered([.control])
        case UInt8(ascii: "$"): return numbered([.shift])
        case UInt8(ascii: "@"): return numbered([.control, .shift])
        case UInt8(ascii: "a")...UInt8(ascii: "d"):
            return letter(final - 0x20).map { .key($0, with([.shift])) }
        case UInt8(ascii: "u"): return unicode
        case UInt8(ascii: "R") where numbers.count == 2 && number(0) > 0:
            // With 1 in front it is F3 of some terminals too, which means nothing anyway.
            return .cursor(row: number(0), column: number(1, or: 1))
        default:
            guard let key = letter(final) else { return nil }
            // Older ones write the modifiers as the only number: ESC [ 5 D.
            let given = numbers.count > 1 ? modifiers(1) : modifiers(0)
            return given.map { .key(key, with($0)) }
        }
    }

    private func with(_ modifiers: KeyModifiers) -> KeyModifiers { hasEscape ? modifiers.union(.alt) : modifiers }

    private func modifiers(_ index: Int) -> KeyModifiers? {
        // Behind a colon stands whether it was pressed, repeated or let go.
        if index < numbers.count, numbers[index].count > 1, numbers[index][1] == 3 { return nil }
        return KeyModifiers(parameter: number(index, or: 1))
    }

    private func letter(_ byte: UInt8) -> EditingKey? {
        switch byte {
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        case UInt8(ascii: "H"): .home
        case UInt8(ascii: "F"): .end
        default: nil
        }
    }

    private func numbered(_ modifiers: KeyModifiers?) -> KeyEvent? {
        let key: EditingKey? =
            switch number(0) {
            case 1, 7: .home
            case 4, 8: .end
            case 3: .delete
            case 5: .pageUp
            case 6: .pageDown
            default: nil
            }
        guard let key, let modifiers else { return nil }
        // Shift-Delete cuts elsewhere; here it would only delete by mistake.
        if key == .delete, modifiers.contains(.shift) { return nil }
        return .key(key, with(modifiers))
    }

    /// The application keypad, rxvt's arrows with Ctrl, and the keys that are cursor keys in application mode.
    private var singleShift: KeyEvent? {
        let given = numbers.count > 1 ? modifiers(1) : modifiers(0)
        guard let given else { return nil }
        if let key = letter(final) { return .key(key, with(given)) }
        switch final {
        case UInt8(ascii: "a")...UInt8(ascii: "d"):
            return letter(final - 0x20).map { .key($0, with([.control])) }
        case UInt8(ascii: "M"): return .control(0x0D)
        case UInt8(ascii: "I"): return .control(0x09)
        case UInt8(ascii: "X"): return .text("=")
        case UInt8(ascii: "j")...UInt8(ascii: "y"): return .text(Unicode.Scalar(final - 0x40))
        default: return nil
        }
    }

    /// `ESC [ code ; modifiers ; text u`
    private var unicode: KeyEvent? {
        if numbers.count > 1, numbers[1].count > 1, numbers[1][1] == 3 { return nil }
        let modifiers = number(1, or: 1)
        if numbers.count > 2, let scalar = Unicode.Scalar(UInt32(number(2))), scalar.value >= 0x20 {
            return KeyModifiers(parameter: modifiers) == nil ? nil : .text(scalar)
        }
        let code = numbers[0]
        let isShifted = KeyModifiers(parameter: modifiers)?.contains(.shift) ?? false
        return coded(isShifted && code.count > 1 && code[1] > 0 ? code[1] : code[0], modifiers)
    }

    /// A key by its character's code.
    private func coded(_ code: Int, _ parameter: Int) -> KeyEvent? {
        guard let modifiers = KeyModifiers(parameter: parameter) else { return nil }
        switch code {
        case 13: return .key(.enter, modifiers)
        case 9: return modifiers.isEmpty ? .control(9) : nil
        case 8, 127: return .key(.backspace, modifiers)
        case 0x20..<0x7F:
            let byte = UInt8(code)
            if modifiers.contains(.control) {
                guard byte >= 0x40, !modifiers.contains(.alt) else { return nil }
                let control = byte & 0x1F
                return control == 0x1B ? nil : .control(control)
            }
            return modifiers.contains(.alt) ? .meta(byte) : .text(Unicode.Scalar(byte))
        // The private area holds keys without a character.
        case 0xA0..<0xE000, 0xF900..<0x110000:
            return modifiers.isSubset(of: .shift) ? Unicode.Scalar(UInt32(code)).map { .text($0) } : nil
        default: return nil
        }
    }
}
