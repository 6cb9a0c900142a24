import Foundation

/// A whole file in memory.
package enum FileBytes {
    /// - Throws: `RatingsError.unreadable`.
    package static func read(_ path: String) throws -> [UInt8] {
        guard FileManager.default.fileExists(atPath: path) else {
            throw RatingsError.unreadable(path: path, reason: "there is no such file")
        }
        guard !isFolder(path) else { throw RatingsError.unreadable(path: path, reason: "it is a folder") }
        do {
            // A pipe or a device is read to its end.
            if kind(of: path) != .typeRegular, let handle = FileHandle(forReadingAtPath: path) {
                return try [UInt8](handle.readToEnd() ?? Data())
            }
            return try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw RatingsError.unreadable(path: path, reason: reason(error))
        }
    }

    package static func isFolder(_ path: String) -> Bool { kind(of: path) == .typeDirectory }

    /// What a path leads to, through links; `nil` where there is nothing.
    private static func kind(of path: String) -> FileAttributeType? {
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        return try? FileManager.default.attributesOfItem(atPath: target)[.type] as? FileAttributeType
    }

    /// Writes a file as a whole or not at all: to a neighbour first, which then takes its place. What is no plain file,
    /// a device or a pipe, is written to as it is.
    package static func write(_ bytes: [UInt8], to path: String) throws {
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        if isFolder(path) { throw RatingsError.unwritable(path: path, reason: "it is a folder") }
        do {
            if let kind = kind(of: path), kind != .typeRegular {
                let handle = try FileHandle(forWritingTo: target)
                try handle.write(contentsOf: Data(bytes))
                try handle.close()
            } else {
                try Data(bytes).write(to: target, options: .atomic)
            }
        } catch {
            throw RatingsError.unwritable(path: path, reason: reason(error))
        }
    }

    /// Adds to the end of a file, which is made where there is none.
    package static func append(_ bytes: [UInt8], to path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return try write(bytes, to: path) }
        do {
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(bytes))
            try handle.close()
        } catch {
            throw RatingsError.unwritable(path: path, reason: reason(error))
        }
    }

    /// Foundation's own codes by the system's, where it gives no system error beside them.
    private static let cocoaReasons: [Int: POSIXErrorCode] = [
        CocoaError.fileNoSuchFile.rawValue: .ENOENT, CocoaError.fileReadNoSuchFile.rawValue: .ENOENT,
        CocoaError.fileReadNoPermission.rawValue: .EACCES, CocoaError.fileWriteNoPermission.rawValue: .EACCES,
        CocoaError.fileWriteOutOfSpace.rawValue: .ENOSPC, CocoaError.fileWriteVolumeReadOnly.rawValue: .EROFS,
        CocoaError.fileWriteFileExists.rawValue: .EEXIST,
    ]

    package static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
        if underlying.domain == NSPOSIXErrorDomain {
            return POSIXErrorCode(rawValue: Int32(underlying.code)).map { POSIXError($0).localizedReason }
                ?? "system error \(underlying.code)"
        }
        if underlying.domain == NSCocoaErrorDomain, let code = cocoaReasons[underlying.code] {
            return POSIXError(code).localizedReason
        }
        return underlying.localizedDescription
    }
}

extension POSIXError {
    fileprivate var localizedReason: String {
        switch code {
        case .ENOSPC: "the disk is full"
        case .EACCES, .EPERM: "permission denied"
        case .ENOENT: "there is no such file or folder"
        case .ENOTDIR: "a part of the path is no folder"
        case .EISDIR: "it is a folder"
        case .EEXIST: "a file of that name is there already"
        case .EROFS: "the file system is read-only"
        case .EDQUOT: "the quota is used up"
        default: "system error \(code.rawValue)"
        }
    }
}
