import Foundation
import Testing

@Suite struct StructureTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
    }

    /// `**Name**: … Imports A, B.` of each paragraph.
    private func described() throws -> [String: Set<String>] {
        var floors: [String: Set<String>] = [:]
        for match in try text("Sources/Modules.md").matches(of: #/\*\*([\w-]+)\*\*:.*/#) {
            let imports =
                match.0.firstMatch(of: #/Imports ([\w, ]+)\./#).map { $0.1.split(separator: ", ").map(String.init) }
                ?? []
            floors[String(match.1)] = Set(imports).subtracting(["nothing"])
        }
        return floors
    }

    @Test func thePageOfTheFloorsSaysWhatTheManifestSays() throws {
        let manifest = try text("Package.swift")
        let described = try described()
        #expect(described.count >= 18)
        for (name, imports) in described where !name.hasPrefix("tunebook") && !name.hasPrefix("C") {
            let pattern = try Regex(
                "floor\\(\\s*\"\(name)\"(?:,\\s*\\[([^\\]]*)\\])?", as: (Substring, Substring?).self)
            let match = try #require(manifest.firstMatch(of: pattern), "\(name) is no target")
            let declared = (match.output.1 ?? "").replacing(#/\.product\([^)]*\)/#, with: "").matches(of: #/"(\w+)"/#)
                .map { String($0.1) }
            #expect(Set(declared) == imports, "\(name)")
        }
    }

    @Test func everyFloorIsDescribedAndImportsOnlyWhatItDeclares() throws {
        let described = try described()
        let sources = Self.root.appendingPathComponent("Sources")
        for floor in try FileManager.default.contentsOfDirectory(atPath: sources.path) where !floor.hasSuffix(".md") {
            let allowed = try #require(described[floor], "\(floor) is not described")
            let folder = sources.appendingPathComponent(floor)
            for file in FileManager.default.enumerator(atPath: folder.path)?.compactMap({ $0 as? String }) ?? []
            where file.hasSuffix(".swift") {
                let source = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
                for match in source.matches(of: #/(?m)^\s*(?:package )?import (\w+)/#)
                where described[String(match.1)] != nil {
                    #expect(allowed.contains(String(match.1)), "\(floor)/\(file) imports \(match.1)")
                }
            }
        }
    }

    @Test func filesStayShort() throws {
        for folder in ["Sources", "Tests"] {
            let path = Self.root.appendingPathComponent(folder).path
            for file in FileManager.default.enumerator(atPath: path)?.compactMap({ $0 as? String }) ?? []
            where file.hasSuffix(".swift") {
                let lines = try String(contentsOfFile: path + "/" + file, encoding: .utf8).count { $0 == "\n" }
                #expect(lines <= 400, "\(file) has \(lines) lines")
            }
        }
    }
}
