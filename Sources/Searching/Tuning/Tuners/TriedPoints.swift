import Values

/// The points of a finite space that a search has tried: none is suggested twice, as with NNI's own tuners (`nni`, module
/// `common/hpo_utils/dedup.py`): some draws, then whichever point is left.
struct TriedPoints: Sendable {
    private static let draws = 20

    private let space: SearchSpace
    private let isFinite: Bool
    private var tried = Set<JSONObject>()
    private var grid: GridSearchTuner?
    private var place = 0

    init(_ space: SearchSpace) {
        self.space = space
        isFinite = !space.isContinuous
    }

    /// A point that was not tried yet; `nil` once there is none.
    mutating func next(_ draw: () -> JSONObject) -> JSONObject? {
        guard isFinite else { return draw() }
        for _ in 0..<Self.draws {
            let point = draw()
            if tried.insert(point).inserted { return point }
        }
        var left = grid ?? GridSearchTuner(space: space)
        defer { grid = left }
        while case .parameters(let point) = left.suggest(id: place) {
            place += 1
            if tried.insert(point).inserted { return point }
        }
        return nil
    }
}
