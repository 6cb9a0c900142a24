import Foundation
import Notebook
import Platform

/// A script as a document: it runs, and what it did is written as a whole, with its errors. A session's journal is written
/// as it is, without running.
struct Rendering {
    let run: ScriptRun
    let journal: Journal

    /// - Returns: the exit status.
    func write(_ options: RenderOptions) -> Int32 {
        // A long run is not lost for a place that can't be written.
        if let path = options.output {
            guard FileManager.default.isWritableFile(atPath: path.parentFolder), !FileBytes.isFolder(path)
            else { return refuse(PlatformError.unwritable(path: path, reason: "no file can be made there")) }
        }
        if options.file.hasSuffix(".journal"), let bytes = try? FileBytes.read(options.file) {
            guard let content = JournalFile.read(bytes) else {
                return refuse(NotebookError.unavailable("\(options.file) is no journal"))
            }
            return write(content.entries, marksStale: true, status: 0, options)
        }
        let status = run.run(file: options.file)
        return journal.entries.isEmpty ? status : write(journal.entries, marksStale: false, status: status, options)
    }

    /// - Parameter marksStale: not in what ran once from its beginning to its end.
    private func write(
        _ entries: [Journal.Entry], marksStale: Bool, status: Int32, _ options: RenderOptions
    ) -> Int32 {
        let document = NotebookDocument(entries, title: options.file.lastPart, marksStale: marksStale)
        let text = document.text(options.to.format)
        do {
            if let path = options.output {
                try FileBytes.write(text, to: path)
            } else {
                try StandardStream.output.write(text)
            }
            return status
        } catch {
            return refuse(error)
        }
    }

    private func refuse(_ error: any Error) -> Int32 {
        run.terminal.failed(error, in: 0, format: .text)
        return 1
    }
}
