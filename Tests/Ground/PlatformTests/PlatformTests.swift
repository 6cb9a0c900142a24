import Foundation
import Platform
import TestSupport
import Testing

@Suite struct PlatformTests {
    @Test func aFileIsWrittenAsAWholeOrNotAtAll() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = folder.file("a")
        try FileBytes.write("old", to: path)
        // Whoever reads the old file while the new one is written still reads the old one.
        let reader = try #require(FileHandle(forReadingAtPath: path))
        try FileBytes.write("a longer text", to: path)
        #expect(try reader.readToEnd() == Data("old".utf8))
        try FileBytes.write("old", to: path)
        // A device that is full takes nothing, and says so.
        #expect(throws: PlatformError.unwritable(path: "/dev/full", reason: "the disk is full")) {
            try FileBytes.write("new", to: "/dev/full")
        }
        #expect(throws: PlatformError.unwritable(path: folder.path, reason: "it is a folder")) {
            try FileBytes.write("new", to: folder.path)
        }
        #expect(try FileBytes.read(path) == Array("old".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a"])
    }

    @Test func aLinkIsWrittenThrough() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try FileBytes.write("1", to: folder.file("a"))
        try FileManager.default.createSymbolicLink(atPath: folder.file("b"), withDestinationPath: folder.file("a"))
        try FileBytes.write("2", to: folder.file("b"))
        #expect(try FileBytes.read(folder.file("a")) == Array("2".utf8))
    }

    @Test func appendingMakesTheFileWhereThereIsNone() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try FileBytes.append(Array("a".utf8), to: folder.file("x"))
        try FileBytes.append(Array("b".utf8), to: folder.file("x"))
        #expect(try FileBytes.read(folder.file("x")) == Array("ab".utf8))
    }

    @Test func aFolderThatCanNotBeMadeIsNamed() throws {
        let error = #expect(throws: PlatformError.self) { try FileBytes.makeFolder("/dev/null/x") }
        #expect(error?.description.hasPrefix("can't write /dev/null/x: ") == true)
    }

    @Test(arguments: [ENOSPC, EACCES, ENOENT, EISDIR, EROFS, ELOOP, EMFILE]) func everyCodeHasWords(code: Int32) {
        #expect(!SystemWords.of(code).isEmpty)
        #expect(SystemWords.of(POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO)) == SystemWords.of(code))
    }

    @Test func theSystemsWordsStandOnceInAllOfTheSources() throws {
        let sources = Project.file("Sources")
        let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)?.compactMap {
            $0 as? URL
        }
        for words in [
            "the disk is full", "permission denied", "a part of the path is no folder", "the quota is used up",
        ] {
            let places = try (files ?? []).filter { $0.pathExtension == "swift" }.filter {
                try String(contentsOf: $0, encoding: .utf8).contains("\"\(words)\"")
            }
            #expect(places.map(\.lastPathComponent) == ["SystemWords.swift"], "\(words)")
        }
    }
}

@Suite struct ProcessIdentityTests {
    @Test func aProcessIsTheSameAsLongAsItLives() {
        let own = ProcessIdentity.current
        #expect(ProcessIdentity.isAlive(own))
        #expect(ProcessIdentity.of(Int(ProcessInfo.processInfo.processIdentifier)) == own)
    }

    @Test(arguments: ["", "1", "1:0", "999999999:1", "x:y", ":", "-1:3"]) func anythingElseIsNotAlive(identity: String)
    {
        #expect(!ProcessIdentity.isAlive(identity))
    }

    @Test func oneOfAnotherMachineIsToldAndOneOfAnEarlierRunOfThisOneIsGone() throws {
        let own = ProcessIdentity.current
        let mark = try #require(own.firstIndex(of: "@"))
        let (process, place) = (own[..<mark], own[own.index(after: mark)...].split(separator: ":"))
        #expect(ProcessIdentity.foreignMachine(of: "\(process)@elsewhere:00000000") == "elsewhere")
        for same in [own, "\(process)@\(place[0]):00000000", "\(process)@container:\(place[1])", String(process)] {
            #expect(ProcessIdentity.foreignMachine(of: same) == nil)
        }
        #expect(!ProcessIdentity.isAlive("\(process)@\(place[0]):00000000"))
        // As versions before this one wrote it.
        #expect(ProcessIdentity.isAlive(String(process)))
    }

    @Test func aProcessThatHasEndedIsNotAliveThoughItsParentHasNotLooked() async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/true")
        try process.run()
        let number = Int(process.processIdentifier)
        process.waitUntilExit()
        #expect(!ProcessIdentity.isAlive(number))
        #expect(ProcessIdentity.isAlive(Int(ProcessInfo.processInfo.processIdentifier)))
    }
}

@Suite struct PathWordsTests {
    @Test(arguments: [
        ("a/b/c.x", "a/b", "c.x"), ("/c", "/", "c"), ("c", ".", "c"), (".", ".", "."), ("", ".", ""), ("a/", "a", ""),
    ])
    func aPathHasTwoEndsHoweverShortItIs(path: String, folder: String, name: String) {
        #expect(path.parentFolder == folder && path.lastPart == name)
    }
}
