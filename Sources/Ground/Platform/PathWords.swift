/// The two ends of a path, as text: Foundation's own crash on a path of one character.
extension String {
    /// The folder that a path's last part lies in; `.` for a bare name.
    package var parentFolder: String {
        guard let slash = lastIndex(of: "/") else { return "." }
        return slash == startIndex ? "/" : String(self[..<slash])
    }

    package var lastPart: String { String(self[(lastIndex(of: "/").map(index(after:)) ?? startIndex)...]) }
}
