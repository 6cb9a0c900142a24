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

/// Tests search and resample in earnest: loops over numbers.
let numericSettings: [SwiftSetting] = strict + [.unsafeFlags(optimised, .when(configuration: .debug))]

/// `tunebook-trial` is copied to other machines, so it needs nothing there but the C library.
///
/// Swift's flag leaves out the libraries that Foundation is made of, and names the C++ library in a way that prefers the
/// shared one; the folder `StaticRuntime` stands before the compiler's and leads to the static one.
let staticLinking: [LinkerSetting] = [
    .unsafeFlags(
        [
            "-static-stdlib", "-use-ld=lld",
            "-L\(Context.packageDirectory)/Sources/Programs/tunebook-trial/StaticRuntime",
            "-lCoreFoundation", "-l_FoundationCollections", "-l_FoundationCShims", "-l_FoundationICU",
            "-Xclang-linker", "-static-libgcc", "-Xlinker", "--no-export-dynamic",
        ], .when(platforms: [.linux])),
    .unsafeFlags(["-Xlinker", "-s"], .when(platforms: [.linux], configuration: .release)),
]

// MARK: - Floors

func floor(_ name: String, _ dependencies: [Target.Dependency] = [], settings: [SwiftSetting] = strict) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.init(stringLiteral: name), "TestSupport"] + dependencies,
        resources: resources, swiftSettings: strict)
}

/// Targets that lie in one folder of `Sources`, or of `Tests`.
func folder(_ name: String, _ targets: [Target]) -> [Target] {
    for target in targets { target.path = "\(target.isTest ? "Tests" : "Sources")/\(name)/\(target.name)" }
    return targets
}

extension Target.Dependency {
    static let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
    static let database = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
    static let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
    static let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
    static let flyingFox = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
    static let flyingSocks = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")
    static let yams = Target.Dependency.product(name: "Yams", package: "Yams")
}

let ground = folder(
    "Ground",
    [
        .systemLibrary(name: "CArchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZeroMQ", providers: [.apt(["libzmq3-dev"])]),
        .systemLibrary(name: "CSodium", providers: [.apt(["libsodium-dev"])]),
        .target(name: "CLibedit", linkerSettings: [.linkedLibrary("edit")]),
        .systemLibrary(name: "CVectors"),
        floor("Values"),
        floor("Display", ["Values"]),
        floor("Platform"),
        floor("ChildPrograms", [.subprocess]),
        floor("LocalHTTP", ["Platform"]),
        floor("Compute"),
        floor("RandomSource", settings: numericSettings),
    ])

let recommending = folder(
    "Recommending",
    [
        floor("Kernels", ["CVectors"], settings: kernelSettings),
        floor("Ratings", ["Platform", "Compute", "RandomSource"]),
        floor("RatingSources", ["Values", "Platform", "Ratings", "CArchive", "CZlib"]),
        floor("Statistics", ["Kernels", "RandomSource"], settings: numericSettings),
        floor("Metrics", ["Values", "Ratings", "Statistics"]),
        floor(
            "Recommenders",
            ["Values", "Platform", "Ratings", "Metrics", "Kernels", "Compute", "RandomSource"]),
    ])

let searching = folder(
    "Searching",
    [
        floor("Tuning", ["Values", "RandomSource"], settings: numericSettings),
        floor("Experiments", ["Values", "Platform", "Tuning", "Compute", .logging]),
        floor("EmbeddedEngine", ["Values", "Platform", "Compute", "Tuning", "Experiments"]),
        floor("ExperimentReports", ["Values", "Display", "Tuning", "Experiments"]),
        floor("ExperimentDatabase", ["Values", "Platform", "Tuning", "Experiments", .database]),
        floor(
            "RecommenderTrials",
            [
                "Values", "Platform", "Compute", "Ratings", "Statistics", "Metrics", "Recommenders", "Tuning",
                "Experiments",
            ]),
    ])

let nni = folder(
    "NNI",
    [
        floor("NNIProtocol", ["Values", "Platform", "Tuning", .yams]),
        floor("TrialSide", ["Values", "Platform", "LocalHTTP", "NNIProtocol"]),
        floor(
            "CommandTrials",
            ["Values", "Platform", "ChildPrograms", "Compute", "Tuning", "Experiments", "NNIProtocol", "TrialSide"]),
        floor(
            "NNIServer", ["Values", "Platform", "Tuning", "Experiments", "NNIProtocol", .flyingFox, .flyingSocks]),
        floor(
            "NNIEngine",
            ["Values", "Platform", "ChildPrograms", "Compute", "Tuning", "NNIProtocol", "Experiments"]),
    ])

let notebook = folder(
    "Notebook",
    [
        floor("Script", ["Values", "Display"]),
        floor("LineEditing", ["CLibedit", "Platform"]),
        floor("Notebook", ["Values", "Platform", "ChildPrograms", "Compute", "Display", "Script"]),
        floor(
            "Commands",
            [
                "Values", "Platform", "Compute", "RandomSource", "Ratings", "RatingSources", "Statistics", "Metrics",
                "Recommenders", "Tuning", "Experiments", "EmbeddedEngine", "ExperimentDatabase", "ExperimentReports",
                "NNIProtocol",
                "CommandTrials", "NNIServer",
                "NNIEngine", "Display", "Script", "RecommenderTrials", "Notebook",
            ]),
        floor(
            "JupyterKernel",
            ["Values", "Platform", "Compute", "Display", "Script", "Notebook", "CZeroMQ", "CSodium"]),
    ])

let programs = folder(
    "Programs",
    [
        .executableTarget(
            name: "tunebook",
            dependencies: [
                "Values", "Display", "Platform", "Notebook", "Commands", "JupyterKernel", "LineEditing", "Script",
                "Kernels",
                "Compute", .argumentParser,
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "tunebook-trial",
            dependencies: [
                "Values", "Platform", "Kernels", "Compute", "Ratings", "Metrics", "Recommenders", "Experiments",
                "RecommenderTrials", "NNIProtocol", "TrialSide", .argumentParser,
            ],
            exclude: ["StaticRuntime"], swiftSettings: strict, linkerSettings: staticLinking),
    ])

// MARK: - Tests

let testTargets: [[Target]] = [
    folder(
        "Ground",
        [
            tests("Values"), tests("Display"), tests("Platform"), tests("ChildPrograms"), tests("LocalHTTP"),
            tests("Compute"),
            tests("RandomSource", ["Values"]),
        ]),
    folder(
        "Recommending",
        [
            tests("Kernels", ["Values"]),
            tests("Ratings", ["Values", "Platform", "RandomSource"]),
            tests("RatingSources", ["Platform", "LocalHTTP", "Ratings"]),
            tests("Statistics", ["Values", "RandomSource"]),
            tests("Metrics", ["Values", "Platform", "Ratings", "Statistics"]),
            tests(
                "Recommenders",
                ["Values", "Platform", "Ratings", "RatingSources", "Metrics", "Compute", "RandomSource"]),
        ]),
    folder(
        "Searching",
        [
            tests("Tuning", ["Values", "RandomSource"]),
            tests("Experiments", ["Values", "Tuning", "Compute"]),
            tests("EmbeddedEngine", ["Values", "Tuning", "Compute", "Experiments"]),
            tests("ExperimentReports", ["Values", "Display", "Tuning", "Experiments"]),
            tests("ExperimentDatabase", ["Values", "Tuning", "Experiments", .database]),
            tests(
                "RecommenderTrials",
                [
                    "Values", "Compute", "Ratings", "Metrics", "Recommenders", "Tuning", "Experiments",
                    "EmbeddedEngine",
                ]),
        ]),
    folder(
        "NNI",
        [
            tests("NNIProtocol", ["Values", "Tuning", "RandomSource"]),
            tests("TrialSide", ["Values", "LocalHTTP", "NNIProtocol"]),
            tests("CommandTrials", ["Values", "Platform", "Tuning", "Experiments", "EmbeddedEngine"]),
            tests("NNIServer", ["Values", "Compute", "Tuning", "Experiments", "EmbeddedEngine", "NNIProtocol"]),
            tests("NNIEngine", ["Values", "LocalHTTP", "Compute", "Tuning", "NNIProtocol", "Experiments"]),
        ]),
    // Each family's suite over all of its members.
    folder(
        "Contracts",
        [
            .testTarget(
                name: "EngineContractTests",
                dependencies: [
                    "TestSupport", "Values", "Ratings", "Metrics", "Recommenders", "Tuning", "Experiments",
                    "EmbeddedEngine", "NNIEngine", "RecommenderTrials",
                ], swiftSettings: strict),
            .testTarget(
                name: "LearnerContractTests",
                dependencies: ["TestSupport", "Values", "Compute", "Ratings", "Metrics", "Recommenders"],
                swiftSettings: strict),
            .testTarget(
                name: "CommandContractTests",
                dependencies: ["TestSupport", "Values", "Script", "Notebook", "Commands"], swiftSettings: strict),
        ]),
    folder(
        "Notebook",
        [
            tests("Script", ["Values"]),
            tests("LineEditing"),
            tests("Notebook", ["Values", "Script", "Compute", "Display"]),
            tests(
                "Commands",
                [
                    "Values", "Script", "Notebook", "Compute", "Ratings", "Metrics", "Recommenders", "Tuning",
                    "Experiments", "Display",
                ]),
            tests("JupyterKernel", ["Values", "Script", "Notebook", "Display", "Compute", "CZeroMQ", "CSodium"]),
        ]),
    folder(
        "Programs",
        [
            tests("tunebook", ["Values", "LocalHTTP"]),
            // Not on the program itself, whose static linking would then be the tests' too.
            .testTarget(
                name: "tunebook-trialTests",
                dependencies: [
                    "TestSupport", "Values", "LocalHTTP", "Compute", "Ratings", "Metrics", "Recommenders",
                    "Experiments",
                    "RecommenderTrials", "Tuning", "NNIProtocol", "NNIEngine",
                ], swiftSettings: strict),
        ]),
    [
        .target(
            name: "TestSupport", dependencies: ["Values", "Ratings"], path: "Tests/TestSupport", swiftSettings: strict)
    ],
]

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
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
    ],
    targets: ground + recommending + searching + nni + notebook + programs + testTargets.flatMap { $0 }
)
