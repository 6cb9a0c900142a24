import Platform
import Ratings

/// Which file of a packed one holds the ratings.
enum Members {
    /// - Parameter asked: what `--member` names: a path, or the last part of one.
    /// - Returns: the name, and what to say about the choice.
    /// - Throws: `RatingsError.members`, `.notRatings`, `.archive`.
    static func choose(_ members: [Archive.Member], asked: String?, path: String) throws -> (
        name: String, notice: String?
    ) {
        let files = members.filter(\.isFile).map(\.name)
        if let asked {
            let fitting = files.filter { $0 == asked }
            let similar =
                fitting.isEmpty ? files.filter { $0.lastPart == asked.lastPart && $0.hasSuffix(asked) } : fitting
            guard similar.count == 1 else {
                throw RatingsError.members(
                    path: path, names: similar.isEmpty ? files : similar, asked: similar.isEmpty ? asked : nil)
            }
            return (similar[0], nil)
        }
        if let kind = document(files) { throw RatingsError.notRatings(path: path, kind: kind) }
        let data = files.filter { !isAside($0) }
        let candidates = data.isEmpty ? files.filter { !isOfTheSystem($0) } : data
        if candidates.count == 1 { return (candidates[0], nil) }
        guard !candidates.isEmpty else { throw RatingsError.archive(path: path, reason: "it holds no file") }
        let named = candidates.filter { isRatings($0) }
        guard named.count == 1 else { throw RatingsError.members(path: path, names: candidates, asked: nil) }
        return (
            named[0],
            "\(path): \(named[0]) is read, of \(candidates.count) files that could be meant; --member names another"
        )
    }

    /// Office documents are zip files.
    private static func document(_ names: [String]) -> FileKind? {
        if names.contains(where: { $0.hasPrefix("xl/") }) { return .workbook }
        if names.contains("mimetype"), names.contains("content.xml") { return .openDocument }
        if names.contains("[Content_Types].xml") { return .oldOffice }
        if !names.isEmpty, names.allSatisfy({ $0.hasSuffix(".npy") }) { return .numpy }
        return nil
    }

    private static func isOfTheSystem(_ name: String) -> Bool {
        name.split(separator: "/").contains { $0 == "__MACOSX" || $0.hasPrefix(".") }
            || ["thumbs.db", "desktop.ini"].contains(name.lastPart.lowercased())
    }

    /// What stands beside data: what systems add, texts for people, marks of a job that ended.
    private static func isAside(_ name: String) -> Bool {
        let file = name.lastPart.lowercased()
        let stems = [
            "readme", "license", "licence", "copying", "changelog", "changes", "citation", "notice", "_success",
            "sha256", "md5",
        ]
        let endings = [
            "md", "pdf", "html", "htm", "rst", "py", "r", "sh", "pl", "ipynb", "png", "jpg", "jpeg", "gif", "crc",
            "md5", "sha1", "sha256", "log", "xml", "bib", "tex", "doc", "docx",
        ]
        return isOfTheSystem(name)
            || stems.contains { file == $0 || file.hasPrefix($0 + ".") || file.hasPrefix($0 + "_") }
            || endings.contains { file.hasSuffix("." + $0) }
    }

    private static func isRatings(_ name: String) -> Bool {
        let file = name.lastPart.lowercased()
        return file == "u.data"
            || ["ratings", "rating"].contains(file.split(separator: ".").first.map(String.init) ?? "")
    }
}
