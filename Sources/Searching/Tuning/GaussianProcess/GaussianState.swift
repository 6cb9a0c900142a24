package import RandomSource
import Values

/// What searches by a Gaussian process keep between suggestions: the points that they begin with, the model, and the places
/// that were tried.
package struct GaussianState: Sendable {
    package let space: SnappedCube
    private let startup: Int
    private let design: StartDesign
    private var model: GaussianModel
    private var tried = TriedPlaces()

    /// - Parameter startup: how many of the first points come from a design.
    package init(_ task: SearchTask, _ configuration: GaussianModel.Configuration, startup: Int) {
        let cube = UnitCube(task.space)
        space = SnappedCube(cube)
        self.startup = startup
        // The streams of trials have the numbers of trials, which are not negative.
        let generator = SplittableGenerator(seed: task.seed).stream(UInt64.max)
        model = GaussianModel(FeatureMap(cube), configuration, generator: generator)
        var draws = generator
        design = StartDesign(min(startup, 1000), of: cube, using: &draws)
    }

    /// A point of the search's beginning; `nil` once the model is to choose.
    package mutating func start(_ history: SearchHistory, using draws: inout SplittableGenerator) -> Proposal? {
        tried.update(history)
        let begun = history.count + history.running.count
        guard begun < startup else { return nil }
        if design.places.indices.contains(begun) {
            let place = space.snapped(design.places[begun])
            if tried.insertIfNew(place) { return Proposal(space.cube.point(at: place), isModelled: false) }
        }
        return chance(using: &draws)
    }

    /// What is left where there is no model, or nothing new that it knows of.
    package func chance(using draws: inout SplittableGenerator) -> Proposal {
        Proposal(space.cube.point(at: space.draw(using: &draws)), isModelled: false)
    }

    package mutating func proposal(_ place: [Double]) -> Proposal {
        tried.insert(place)
        return Proposal(space.cube.point(at: place), isModelled: true)
    }

    /// The model with all that is known, trials that run too; `nil` where that is too little.
    package mutating func view(_ history: SearchHistory) -> GaussianView? {
        guard let known = model.process(knowing: history) else { return nil }
        var process = known.process
        var expected: [Double] = []
        for point in history.open {
            guard let place = space.cube.place(of: point) else { continue }
            let features = model.map.features(of: place)
            let target = process.mean(at: features)
            // What is taken to be has little noise, or the next trial would be the same again. What can't be told from a point
            // that is there already adds nothing.
            if process.append([features], targets: [target], noiseShare: 0.01) { expected.append(target) }
        }
        return GaussianView(
            space: space, map: model.map, process: process, tried: tried,
            places: known.rows.map { history.observations[$0].place }, losses: known.losses, expected: expected)
    }
}
