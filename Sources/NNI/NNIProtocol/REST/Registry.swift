package import Values

/// NNI's registry of experiments, `~/nni-experiments/.experiment`: id → entry.
package struct Registry: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package let id: String
        package let port: Int?
        /// NNI's word at the last change; `STOPPED` once the manager is gone.
        package let status: String
        package let name: String?
        package let pid: Int?
        /// The folder that holds the experiments' folders.
        package let logFolder: String?
        package let urlPrefix: String?
    }

    package let entries: [Entry]

    /// - Throws: `JSONSyntaxError` where the file is half written: its writer holds a lock that it may lose.
    package init(parsingUTF8 bytes: [UInt8]) throws(JSONSyntaxError) {
        guard bytes.contains(where: { !" \t\r\n".utf8.contains($0) }) else {
            entries = []
            return
        }
        let json = try JSONValue(parsingUTF8: bytes, allowsNonFinite: true)
        entries = (json.object ?? JSONObject()).compactMap { id, value in
            // Old versions wrote lists; nothing of theirs runs any more.
            guard let object = value.object else { return nil }
            return Entry(
                id: object["id"]?.string ?? id, port: object["port"]?.integer,
                status: object["status"]?.string ?? "UNKNOWN", name: object["experimentName"]?.string,
                pid: object["pid"]?.integer, logFolder: object["logDir"]?.string,
                urlPrefix: object["prefixUrl"]?.string)
        }
    }

    package subscript(id: String) -> Entry? { entries.first { $0.id == id } }
}
