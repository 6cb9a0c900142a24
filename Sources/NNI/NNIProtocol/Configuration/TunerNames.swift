package import Values

/// The assessors that come with NNI 3.0.
package enum NNIAssessors {
    package static let names = ["Medianstop", "Curvefitting"]
}

/// The search algorithms that come with NNI 3.0.
package enum NNITuners {
    package static let names = [
        "TPE", "Random", "Anneal", "Evolution", "SMAC", "Batch", "GridSearch", "Hyperband", "Metis", "BOHB", "GP",
        "PBT",
        "DNGO",
    ]

    /// Those that search to their end with what `pip install nni==3.0` brings today. The others need packages that there
    /// are no more (`Anneal`, `SMAC`, `BOHB`, `DNGO`), or raise: `GP` and `Metis` over SciPy at their first model,
    /// `Hyperband` over its own trials' ids at their first metric, and then wait for ever; `PBT` hands on folders of
    /// checkpoints, which need a trial that trains on.
    package static let running = ["Random", "GridSearch", "Batch", "TPE", "Evolution"]

    /// Those that have no `optimize_mode`.
    private static let unguided: Set = ["Random", "GridSearch", "Batch"]
    private static let seeded: Set = ["TPE", "Random"]

    /// NNI's spelling of a name; case does not count.
    package static func named(_ name: String) -> String? {
        names.first { $0.lowercased() == name.lowercased() }
    }

    /// The `tuner` of a configuration.
    ///
    /// - Parameter arguments: as for Tunebook's tuner of that name; TPE's own are nested in NNI.
    package static func configuration(
        _ name: String, arguments: JSONObject, mode: String, seed: Int
    ) -> JSONValue {
        var given = JSONObject()
        if !unguided.contains(name) { given["optimize_mode"] = .string(mode) }
        if seeded.contains(name) { given["seed"] = .integer(seed) }
        if name == "TPE" {
            var inner = JSONObject()
            for (key, value) in arguments {
                if key == "tpe_args" || key == "seed" || key == "optimize_mode" {
                    given[key] = value
                } else {
                    inner[key] = key == "constant_liar_type" && value == "null" ? .null : value
                }
            }
            if !inner.isEmpty { given["tpe_args"] = .object(inner) }
        } else {
            given = given.merging(arguments)
        }
        return given.isEmpty
            ? ["name": .string(name)] : ["name": .string(name), "classArgs": .object(given)]
    }
}
