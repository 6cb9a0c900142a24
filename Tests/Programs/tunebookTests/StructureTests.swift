import Foundation
import TestSupport
import Testing

/// What the tree must stay like, so that whoever opens it finds every thing in its place.
@Suite struct StructureTests {
    private static let folders = ["Ground", "Recommending", "Searching", "NNI", "Notebook", "Programs"]

    private func text(_ path: String) throws -> String { try String(contentsOf: Project.file(path), encoding: .utf8) }

    private func files(under folder: URL) -> [URL] {
        let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return all?.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" } ?? []
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

    /// Every target's folder by its name.
    private func targets() throws -> [String: URL] {
        var targets: [String: URL] = [:]
        for folder in Self.folders {
            let url = Project.file("Sources/\(folder)")
            for name in try FileManager.default.contentsOfDirectory(atPath: url.path) where name != "Commands" {
                targets[name] = url.appendingPathComponent(name)
            }
        }
        return targets
    }

    @Test func sourcesLieInTheSixFoldersAndNowhereElse() throws {
        let found = try FileManager.default.contentsOfDirectory(atPath: Project.file("Sources").path)
        #expect(Set(found) == Set(Self.folders + ["Modules.md"]))
    }

    @Test func thePageOfTheFloorsSaysWhatTheManifestSays() throws {
        let manifest = try text("Package.swift")
        let described = try described()
        #expect(described.count >= 18)
        for (name, imports) in described where !["tunebook", "tunebook-trial"].contains(name) && !isC(name) {
            let pattern = try Regex(
                "floor\\(\\s*\"\(name)\"(?:,\\s*\\[([^\\]]*)\\])?", as: (Substring, Substring?).self)
            let match = try #require(manifest.firstMatch(of: pattern), "\(name) is no target")
            let declared = (match.output.1 ?? "").matches(of: #/"(\w+)"/#).map { String($0.1) }
            #expect(Set(declared) == imports, "\(name)")
        }
    }

    @Test func everyFloorIsDescribedImportsWhatItDeclaresAndUsesAllOfIt() throws {
        let described = try described()
        for (floor, folder) in try targets() where !isC(floor) {
            let allowed = try #require(described[floor], "\(floor) is not described")
            var used: Set<String> = []
            for file in files(under: folder) {
                let source = try String(contentsOf: file, encoding: .utf8)
                for match in source.matches(of: #/(?m)^\s*(?:@testable )?(?:package )?import (\w+)/#)
                where described[String(match.1)] != nil {
                    #expect(allowed.contains(String(match.1)), "\(floor)/\(file.lastPathComponent) imports \(match.1)")
                    used.insert(String(match.1))
                }
            }
            #expect(used == allowed, "\(floor) declares and does not use \(allowed.subtracting(used).sorted())")
        }
    }

    @Test func noTargetSharesATypesName() throws {
        let names = Set(try targets().keys)
        let type = #/(?m)^\s*(?:package |public |final |indirect )*(?:struct|class|enum|actor|protocol) (\w+)/#
        for file in files(under: Project.file("Sources")) {
            for match in try String(contentsOf: file, encoding: .utf8).matches(of: type) {
                #expect(!names.contains(String(match.1)), "\(match.1) in \(file.lastPathComponent)")
            }
        }
    }

    @Test func filesStayShort() throws {
        let lengths = try files(under: Project.file("Sources")).map { file in
            (try String(contentsOf: file, encoding: .utf8).count { $0 == "\n" }, file.lastPathComponent)
        }.sorted { $0.0 < $1.0 }
        for (lines, name) in lengths { #expect(lines <= 300, "\(name) has \(lines) lines") }
        #expect(lengths[lengths.count / 2].0 <= 75)
        for file in files(under: Project.file("Tests")) {
            let lines = try String(contentsOf: file, encoding: .utf8).count { $0 == "\n" }
            #expect(lines <= 400, "\(file.lastPathComponent) has \(lines) lines")
        }
    }

    @Test func functionsStayShort() throws {
        let head =
            #/^( *)(?:@\w+ |package |private |fileprivate |static |mutating |nonisolated |final )*(?:func|init|deinit|subscript)\b/#
        for file in files(under: Project.file("Sources")) {
            let lines = try String(contentsOf: file, encoding: .utf8).split(
                separator: "\n", omittingEmptySubsequences: false)
            for (start, line) in lines.enumerated() {
                guard let match = line.prefixMatch(of: head), !line.hasSuffix("}") else { continue }
                // What follows at the same depth ends it; it is no brace where a protocol only asks for the function.
                let end =
                    lines[(start + 1)...].firstIndex { line in
                        !line.isEmpty && !line.hasPrefix(match.1 + " ") && !line.hasPrefix(match.1 + ")")
                    } ?? start
                #expect(end - start < 60, "\(file.lastPathComponent):\(start + 1) has \(end - start + 1) lines")
            }
        }
    }

    /// Targets of C have no imports of their own.
    private func isC(_ name: String) -> Bool {
        ["CArchive", "CZlib", "CLibedit", "CVectors", "CZeroMQ", "CSodium"].contains(name)
    }
}
