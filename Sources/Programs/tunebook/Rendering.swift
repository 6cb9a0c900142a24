import Foundation
import Notebook
import Platform

/// A script as a document: it runs, and what it did is written as a whole, with its errors.
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
        let status = run.run(file: options.file)
        if journal.entries.isEmpty { return status }
        let text = MarkdownDocument.text(journal)
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
