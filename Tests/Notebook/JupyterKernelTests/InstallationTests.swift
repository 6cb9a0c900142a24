import Foundation
import JupyterKernel
import TestSupport
import Testing
import Values

@Suite struct InstallationTests {
    @Test func theKernelIsOneFileThatNamesTheProgram() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        for program in ["/old/tunebook", "/a b/tunebook"] {
            let made = try KernelSpec.install(in: folder.path, program: program)
            #expect(made == folder.file("kernels/tunebook"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: made) == ["kernel.json"])
            let bytes = try #require(FileManager.default.contents(atPath: made + "/kernel.json"))
            let specification = try JSONValue(parsingUTF8: Array(bytes)).object
            #expect(specification?["argv"] == [.string(program), "kernel", "run", "{connection_file}"])
            #expect(specification?["interrupt_mode"] == "message" && specification?["language"] == "tunebook")
        }
    }

    @Test func aPersonsFolderIsWhereJupyterLooks() {
        #expect(KernelSpec.userFolder([:], home: "/h") == "/h/.local/share/jupyter")
        #expect(KernelSpec.userFolder(["XDG_DATA_HOME": "/d"], home: "/h") == "/d/jupyter")
        let own = KernelSpec.userFolder(["JUPYTER_DATA_DIR": "/j", "XDG_DATA_HOME": "/d"], home: "/h")
        #expect(own == "/j")
    }
}
