import Foundation

/// Whether this machine's processor has what the kernels were built for.
package enum ProcessorSupport {
    /// What is missing, in words; `nil` where the program can run.
    package static var missing: String? {
        #if TUNEBOOK_X86_64_V3
            guard
                let flags = FileManager.default.contents(atPath: "/proc/cpuinfo")?.split(separator: UInt8(ascii: "\n"))
                    .first(where: { $0.starts(with: Array("flags".utf8)) })
            else { return nil }
            let names = Set(String(decoding: flags, as: UTF8.self).split(separator: " "))
            let lacking = ["avx2", "fma", "bmi2"].filter { !names.contains(Substring($0)) }
            return lacking.isEmpty ? nil : lacking.joined(separator: ", ").uppercased()
        #else
            return nil
        #endif
    }
}
