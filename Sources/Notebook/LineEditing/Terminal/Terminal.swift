#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The window, and what kind of thing a descriptor is.
package struct Terminal: Hashable, Sendable {
    package let columns: Int
    package let rows: Int

    /// The window that standard output, or else standard error, shows; `nil` where neither does.
    package static var window: Terminal? {
        for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
            var size = winsize()
            if unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
                return Terminal(columns: Int(size.ws_col), rows: max(1, Int(size.ws_row)))
            }
        }
        return nil
    }

    package static var isInput: Bool { isatty(STDIN_FILENO) == 1 }
    package static var isOutput: Bool { isatty(STDOUT_FILENO) == 1 }
    package static var isError: Bool { isatty(STDERR_FILENO) == 1 }

    /// Takes the user's locale, or a UTF-8 one where that is none: without it libedit drops what is not ASCII.
    package static func useLocale() {
        if unsafe setlocale(LC_ALL, "") == nil || characterSet == "ANSI_X3.4-1968" {
            _ = unsafe setlocale(LC_CTYPE, "C.UTF-8")
        }
    }

    /// Whether the user's own locale can show UTF-8, before any fallback.
    package static var localeIsUTF8: Bool {
        _ = unsafe setlocale(LC_ALL, "")
        return characterSet.uppercased().replacing("-", with: "") == "UTF8"
    }

    private static var characterSet: String {
        unsafe nl_langinfo(nl_item(CODESET)).map { unsafe String(cString: $0) } ?? ""
    }
}
