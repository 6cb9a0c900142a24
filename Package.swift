// swift-tools-version: 6.2
import Foundation
import PackageDescription

// MARK: - Settings

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
]

/// The processor level that `Kernels` is built for.
///
/// With x86-64's default flags a fused multiply-add becomes a call of the C library for every lane. The flag is added
/// where the building machine has AVX2 and FMA; `TUNEBOOK_MARCH` names another level, or `none`.
let processorLevel: String? = {
    let wanted = Context.environment["TUNEBOOK_MARCH"]
    if let wanted { return wanted == "none" ? nil : wanted }
    #if arch(x86_64)
        let flags = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = flags.split(separator: "\n").first { $0.hasPrefix("flags") } ?? ""
        let names = Set(line.split(whereSeparator: { " \t:".contains($0) }))
        return names.isSuperset(of: ["avx2", "fma", "bmi2"]) ? "x86-64-v3" : nil
    #else
        return nil
    #endif
}()

// Tests train real models, so the kernels are optimised in debug builds too, as one module: generic loops in one file are
// only made for `Float` and `Double` by calls from another where the compiler sees both.
let optimised = ["-O", "-disable-batch-mode", "-whole-module-optimization", "-num-threads", "2"]
let kernelSettings: [SwiftSetting] =
    strict + [.unsafeFlags(optimised, .when(configuration: .debug))]
    + (processorLevel.map { [.unsafeFlags(["-Xcc", "-march=\($0)"]), .define("TUNEBOOK_X86_64_V3")] } ?? [])

/// `tunebook-trial` is copied to other machines, so it needs nothing there but the C library.
///
/// Swift's flag leaves out the libraries that Foundation is made of, and names the C++ library in a way that prefers the
/// shared one; the folder `StaticRuntime` stands before the compiler's and leads to the static one.
let staticLinking: [LinkerSetting] = [
    .unsafeFlags(
        [
            "-static-stdlib", "-use-ld=lld", "-L\(Context.packageDirectory)/Sources/tunebook-trial/StaticRuntime",
            "-lCoreFoundation", "-l_FoundationCollections", "-l_FoundationCShims", "-l_FoundationICU",
            "-Xclang-linker", "-static-libgcc", "-Xlinker", "--no-export-dynamic",
        ], .when(platforms: [.linux])),
    .unsafeFlags(["-Xlinker", "-s"], .when(platforms: [.linux], configuration: .release)),
]

// MARK: - Floors

func floor(_ name: String, _ dependencies: [Target.Dependency] = [], settings: [SwiftSetting] = strict) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.init(stringLiteral: name), "TestSupport"] + dependencies,
        resources: resources, swiftSettings: strict)
}

let package = Package(
    name: "tunebook",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "tunebook", targets: ["tunebook"]),
        .executable(name: "tunebook-trial", targets: ["tunebook-trial"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
    ],
    targets: [
        .systemLibrary(name: "CArchive", providers: [.apt(["libarchive-dev"])]),
        .target(name: "CLibedit", linkerSettings: [.linkedLibrary("edit")]),

        .systemLibrary(name: "CVectors"),

        floor("Values"),
        floor("Kernels", ["CVectors"], settings: kernelSettings),
        floor("Compute"),
        floor("RandomSource"),
        floor("Ratings", ["Values", "RandomSource"]),
        floor("RatingSources", ["Ratings", "CArchive"]),
        floor("Metrics", ["Values", "Ratings"]),
        floor("Recommenders", ["Values", "Ratings", "Metrics", "Kernels", "Compute", "RandomSource"]),
        floor("Tuning", ["Values", "RandomSource"]),
        floor("Experiments", ["Values", "Tuning", "Compute", .product(name: "Logging", package: "swift-log")]),
        floor(
            "ExperimentDatabase", ["Values", "Tuning", "Experiments", .product(name: "GRDB", package: "GRDB.swift")]),
        floor("NNIProtocol", ["Values", "Tuning", .product(name: "Yams", package: "Yams")]),
        floor("TrialSide", ["Values", "NNIProtocol"]),
        floor("Plots"),
        floor(
            "NNIClient",
            [
                "Values", "Compute", "Tuning", "NNIProtocol", "Experiments",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),
        floor("Script", ["Values"]),
        floor("LineEditing", ["CLibedit"]),
        floor(
            "RecommenderTrials",
            ["Values", "Compute", "Ratings", "Metrics", "Recommenders", "Tuning", "Experiments"]),
        floor(
            "Notebook",
            [
                "Values", "Compute", "RandomSource", "Ratings", "RatingSources", "Metrics", "Recommenders", "Tuning",
                "Experiments", "ExperimentDatabase", "NNIProtocol", "NNIClient", "Plots", "Script", "RecommenderTrials",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),
        .executableTarget(
            name: "tunebook",
            dependencies: [
                "Values", "Notebook", "LineEditing", "Script", "Kernels", "Compute", "Experiments",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        .executableTarget(
            name: "tunebook-trial",
            dependencies: [
                "Values", "Kernels", "Compute", "Ratings", "Metrics", "Recommenders", "Experiments",
                "RecommenderTrials", "NNIProtocol", "TrialSide",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["StaticRuntime"], swiftSettings: strict, linkerSettings: staticLinking),

        .target(
            name: "TestSupport", dependencies: ["Values", "Ratings"], path: "Tests/TestSupport", swiftSettings: strict),
        tests("Values", []),
        tests("Kernels", ["Values"]),
        tests("Compute", []),
        tests("RandomSource", ["Values"]),
        tests("Ratings", ["Values", "RandomSource"]),
        tests("RatingSources", ["Ratings"]),
        tests("Metrics", ["Values", "Ratings"]),
        tests("Recommenders", ["Values", "Ratings", "RatingSources", "Metrics", "Compute", "RandomSource"]),
        tests("Tuning", ["Values", "RandomSource"]),
        tests("Experiments", ["Values", "Tuning", "Compute"]),
        tests(
            "ExperimentDatabase", ["Values", "Tuning", "Experiments", .product(name: "GRDB", package: "GRDB.swift")]),
        tests("NNIProtocol", ["Values", "Tuning"]),
        tests("NNIClient", ["Values", "Compute", "Tuning", "NNIProtocol", "Experiments"]),
        tests("TrialSide", ["Values", "NNIProtocol"]),
        tests("Plots", []),
        tests("Script", ["Values"]),
        tests("LineEditing", []),
        tests(
            "RecommenderTrials",
            ["Values", "Compute", "Ratings", "Metrics", "Recommenders", "Tuning", "Experiments"]),
        tests("Notebook", ["Values", "Script", "Ratings", "Recommenders", "Tuning", "Experiments", "Plots"]),
        tests("tunebook", ["Values"]),
        // Not on the program itself, whose static linking would then be the tests' too.
        .testTarget(
            name: "tunebook-trialTests",
            dependencies: [
                "TestSupport", "Values", "Compute", "Ratings", "Metrics", "Recommenders", "Experiments",
                "RecommenderTrials", "Tuning", "NNIProtocol", "NNIClient",
            ], swiftSettings: strict),
    ]
)
