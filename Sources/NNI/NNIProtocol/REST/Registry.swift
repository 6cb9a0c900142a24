package import Foundation
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
        package var startTime: Date?
        package var endTime: Date?

        package init(
            id: String, port: Int?, status: String, name: String? = nil, pid: Int? = nil, logFolder: String? = nil,
            urlPrefix: String? = nil, startTime: Date? = nil, endTime: Date? = nil
        ) {
            self.startTime = startTime
            self.endTime = endTime
            self.id = id
            self.port = port
            self.status = status
            self.name = name
            self.pid = pid
            self.logFolder = logFolder
            self.urlPrefix = urlPrefix
        }

        package var json: JSONValue {
            var json: JSONObject = ["id": .string(id), "status": .string(status)]
            json["port"] = port.map { .integer($0) }
            json["experimentName"] = name.map { .string($0) }
            json["pid"] = pid.map { .integer($0) }
            json["logDir"] = logFolder.map { .string($0) }
            json["prefixUrl"] = urlPrefix.map { .string($0) } ?? .null
            json["startTime"] = startTime?.milliseconds
            json["endTime"] = endTime?.milliseconds ?? .string("N/A")
            json["platform"] = "local"
            json["tag"] = []
            json["webuiUrl"] = []
            return .object(json)
        }
    }

    package static func path(home: String) -> String { home + "/nni-experiments/.experiment" }

    package let entries: [Entry]

    package init(_ entries: [Entry]) { self.entries = entries }

    package var json: JSONValue { .object(JSONObject(entries.map { ($0.id, $0.json) })) }

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
                urlPrefix: object["prefixUrl"]?.string, startTime: Date(milliseconds: object["startTime"]),
                endTime: Date(milliseconds: object["endTime"]))
        }
    }

    package subscript(id: String) -> Entry? { entries.first { $0.id == id } }
}
