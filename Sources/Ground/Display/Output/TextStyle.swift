/// Where text goes, as far as its look depends on it.
package struct TextStyle: Sendable {
    /// The width of the window; `nil`: lines may be as long as they are.
    package var columns: Int?
    package var rows: Int
    /// Whether a table leaves out what the window has no room for.
    package var cutsTables = true
    package var isUTF8: Bool
    package var color: Bool

    package init(columns: Int? = nil, rows: Int = 24, isUTF8: Bool = true, color: Bool = false) {
        self.columns = columns
        self.rows = rows
        self.isUTF8 = isUTF8
        self.color = color
    }
}
