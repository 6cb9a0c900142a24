import Compute
import Foundation
import Platform
import Ratings
import Recommenders
import TestSupport
import Testing
import Values

@Suite struct ModelFileTests {
    private func model(_ precision: String) throws -> any Recommender {
        try Trained.train(
            ["n_factors": 5, "n_epochs": 3, "precision": .string(precision)], on: try Trained.referenceSplit().train)
    }

    @Test(arguments: ["single", "double"]) func anOpenedModelGivesTheSameBits(precision: String) throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let model = try model(precision)
        try ModelFile.write(model, to: folder.file("m.model"))
        let opened = try ModelFile.read(folder.file("m.model"))
        let test = try Trained.referenceSplit().test
        #expect(Trained.estimates(model, test) == Trained.estimates(opened, test))
        #expect(opened.parameters == model.parameters)
        #expect(opened.users.ids == model.users.ids)
        #expect(
            try opened.rank(users: [0, 1], count: 5, removingSeen: true, stop: StopFlag())
                == model.rank(users: [0, 1], count: 5, removingSeen: true, stop: StopFlag()))
    }

    @Test func noCutOrChangedFileTrapsOrOpens() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try ModelFile.write(try model("single"), to: folder.file("m.model"))
        let bytes = try FileBytes.read(folder.file("m.model"))
        for count in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 60)) {
            try folder.write(Array(bytes.prefix(count)), to: "cut.model")
            #expect(throws: RecommenderError.self) { try ModelFile.read(folder.file("cut.model")) }
        }
        for place in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 60)) {
            var changed = bytes
            changed[place] ^= 0x41
            try folder.write(changed, to: "changed.model")
            #expect(throws: RecommenderError.self) { try ModelFile.read(folder.file("changed.model")) }
        }
    }

    @Test func newerForeignAndMissingFilesAreToldApart() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write("hello", to: "x.model")
        #expect(
            throws: RecommenderError.unreadableModel(path: folder.file("x.model"), reason: "it is no Tunebook model")
        ) {
            try ModelFile.read(folder.file("x.model"))
        }
        try ModelFile.write(try model("single"), to: folder.file("m.model"))
        var bytes = try FileBytes.read(folder.file("m.model"))
        bytes[8] = 99
        try folder.write(bytes, to: "new.model")
        #expect(throws: RecommenderError.newerModel(path: folder.file("new.model"), version: 99)) {
            try ModelFile.read(folder.file("new.model"))
        }
        #expect(throws: RecommenderError.self) { try ModelFile.read(folder.file("none.model")) }
        #expect(throws: RecommenderError.self) { try ModelFile.write(try model("single"), to: "/dev/full") }
    }
}

@Suite struct NumPyArraysTests {
    @Test func filesAreNumPysWithTheModelsNumbers() throws {
        let model = try Trained.train(
            ["n_factors": 5, "n_epochs": 2, "precision": "double"], on: try Trained.referenceSplit().train)
        let files = try NumPyArrays.files(of: model)
        #expect(
            files.map(\.name).sorted()
                == ["bi", "bu", "items", "pu", "qi", "seen_items", "seen_starts", "users"].map { $0 + ".npy" })
        for (name, bytes) in files {
            #expect(bytes.starts(with: [0x93] + Array("NUMPY".utf8) + [1, 0]))
            let length = Int(bytes[8]) | Int(bytes[9]) << 8
            #expect((10 + length) % 64 == 0)
            let head = String(decoding: bytes[10..<(10 + length)], as: UTF8.self)
            #expect(head.hasSuffix("}\n") || head.hasSuffix(" \n"))
            let users = model.users.count
            if name == "pu.npy" {
                #expect(head.contains("'descr': '<f8', 'fortran_order': False, 'shape': (\(users), 5,)"))
                #expect(bytes.count == 10 + length + users * 5 * 8)
            }
            if name == "users.npy" { #expect(head.contains("'<i8'") && head.contains("(\(users),)")) }
        }
    }
}
