import Foundation
import Platform

/// An installed NNI: its `nnictl`, and the Python that runs it.
package struct NNIInstallation: Hashable, Sendable {
    package let nnictl: String
    /// `nil` where `nnictl` is no script of Python.
    let python: String?

    /// Looks in `TUNEBOOK_NNI` (an `nnictl`, or the folder of a virtual environment), in the folder that
    /// `engine install nni` fills, and in the PATH.
    ///
    /// - Throws: `NNIEngineError.notInstalled`, `.wrongVersion`.
    package init(environment: [String: String], installFolder: String) throws(NNIEngineError) {
        var places: [String] = []
        if let named = environment["TUNEBOOK_NNI"], !named.isEmpty {
            // Whoever names a place means that one and no other.
            places = [named, named + "/nnictl", named + "/bin/nnictl"]
        } else {
            let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
            places = [installFolder + "/bin/nnictl"] + folders.map { $0 + "/nnictl" }
        }
        guard let found = places.first(where: Self.isProgram) else {
            let named = environment["TUNEBOOK_NNI"] ?? ""
            throw .notInstalled(looked: named.isEmpty ? [installFolder, "the PATH"] : [named])
        }
        nnictl = found
        python = Self.interpreter(of: found)
        if let version, version.split(separator: ".").first != "3" {
            throw .wrongVersion(path: found, found: version)
        }
    }

    private static func isProgram(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
            && FileManager.default.isExecutableFile(atPath: path)
    }

    /// The program of the script's first line.
    private static func interpreter(of script: String) -> String? {
        guard let file = FileHandle(forReadingAtPath: script), let head = try? file.read(upToCount: 256) else {
            return nil
        }
        let line = String(decoding: head, as: UTF8.self).prefix { $0 != "\n" }
        guard line.hasPrefix("#!"), line.contains("python") else { return nil }
        let words = line.dropFirst(2).split(separator: " ").map(String.init)
        return words.count == 1 ? words[0] : nil
    }

    /// What the package says of itself, without the second that Python would need to say it.
    private var version: String? {
        let root = (python ?? nnictl).parentFolder.parentFolder
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: root + "/lib")) ?? []
        for folder in folders where folder.hasPrefix("python") {
            let packages = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/lib/\(folder)/site-packages"))
            for package in packages ?? [] {
                if let match = package.wholeMatch(of: #/nni-(.+)\.dist-info/#) { return String(match.1) }
            }
        }
        return nil
    }

    /// The environment of NNI's processes: its own Python before any other.
    func environment(_ environment: [String: String]) -> [String: String] {
        var environment = environment
        environment["PATH"] = nnictl.parentFolder + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
        environment["PYTHONUNBUFFERED"] = "1"
        return environment
    }
}
