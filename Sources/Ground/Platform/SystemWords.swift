import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What went wrong, in words: the one place that has some for the system's codes.
package enum SystemWords {
    package static let diskFull = of(ENOSPC)
    package static let noSuchFile = of(ENOENT)

    /// - Parameter code: a value of `errno`.
    package static func of(_ code: Int32) -> String {
        switch code {
        case ENOSPC: return "the disk is full"
        case EACCES, EPERM: return "permission denied"
        case ENOENT: return "there is no such file or folder"
        case ENOTDIR: return "a part of the path is no folder"
        case EISDIR: return "it is a folder"
        case EEXIST: return "a file of that name is there already"
        case EROFS: return "the file system is read-only"
        case EDQUOT: return "the quota is used up"
        case EFBIG: return "it would be larger than a file may be here (ulimit -f)"
        case ELOOP: return "its links lead in a circle"
        case EBADF: return "it is closed"
        default:
            guard let text = unsafe strerror(code) else { return "system error \(code)" }
            let words = unsafe String(cString: text)
            return words.prefix(1).lowercased() + words.dropFirst()
        }
    }

    package static func of(_ error: any Error) -> String {
        let underlying = underlying(error)
        if underlying.domain == NSPOSIXErrorDomain { return of(Int32(underlying.code)) }
        if underlying.domain == NSCocoaErrorDomain, let code = cocoaCodes[underlying.code] { return of(code) }
        return underlying.localizedDescription
    }

    /// The system's own error, where Foundation has put another around it.
    static func underlying(_ error: any Error) -> NSError {
        (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
    }

    /// Foundation's own codes by the system's, where it gives no system error beside them.
    private static let cocoaCodes: [Int: Int32] = [
        CocoaError.fileNoSuchFile.rawValue: ENOENT, CocoaError.fileReadNoSuchFile.rawValue: ENOENT,
        CocoaError.fileReadNoPermission.rawValue: EACCES, CocoaError.fileWriteNoPermission.rawValue: EACCES,
        CocoaError.fileWriteOutOfSpace.rawValue: ENOSPC, CocoaError.fileWriteVolumeReadOnly.rawValue: EROFS,
        CocoaError.fileWriteFileExists.rawValue: EEXIST,
    ]
}
