import Values

/// The points of a finite space that a search has tried: none is suggested twice, as with NNI's own tuners (`nni`, module
/// `common/hpo_utils/dedup.py`): some draws, then whichever point is left.
struct TriedPoints: Sendable {
    private static let draws = 20

    private let space: SearchSpace
    private let isFinite: Bool
    private var tried = Set<JSONObject>()
    private var grid: GridWalk?

    init(_ space: SearchSpace) {
        self.space = space
        isFinite = !space.isContinuous
    }

    /// A point that was tried elsewhere.
    mutating func insert(_ point: JSONObject) { if isFinite { tried.insert(point) } }

    /// A point that was not tried yet; `nil` once there is none.
    mutating func next(_ draw: () -> JSONObject) -> JSONObject? {
        guard isFinite else { return draw() }
        for _ in 0..<Self.draws {
            let point = draw()
            if tried.insert(point).inserted { return point }
        }
        var left = grid ?? GridWalk(space)
        defer { grid = left }
        while let point = left.next() {
            if tried.insert(point).inserted { return point }
        }
        return nil
    }
}

extension SearchSpace {
    /// Whether any parameter has endlessly many values.
    var isContinuous: Bool {
        parameters.contains { parameter in
            switch parameter.distribution {
            case .randint, .quniform, .qloguniform: return false
            case .choice(let options):
                return options.contains { option in
                    if case .nested(_, let space) = option { space.isContinuous } else { false }
                }
            default: return true
            }
        }
    }
}
