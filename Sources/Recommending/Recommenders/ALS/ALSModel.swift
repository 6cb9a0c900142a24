import Compute
import Kernels
import Ratings
import Values

/// Factors that implicit ALS found: the score is their product.
struct ALSModel<Scalar: LeastSquaresScalar>: ScoringRecommender {
    let facts: TrainingFacts
    let ranking: ItemRanking<Scalar>
    private let configuration: ALSConfiguration
    /// The items that each user rated above 0.
    private let positives: SeenItems
    private let userFactors: FactorMatrix<Scalar>
    private let itemFactors: FactorMatrix<Scalar>
    /// The items' factors that the users' were solved from, half an epoch older: a score is a sum over a user's items in
    /// terms of these.
    private let basis: FactorMatrix<Scalar>
    /// The products of both with themselves, once somebody asks for them.
    private let gramians = SharedWork()

    init(
        configuration: ALSConfiguration, facts: TrainingFacts, positives: SeenItems, users: FactorMatrix<Scalar>,
        items: FactorMatrix<Scalar>, basis: FactorMatrix<Scalar>
    ) {
        self.configuration = configuration
        self.facts = facts
        self.positives = positives
        userFactors = users
        itemFactors = items
        self.basis = basis
        ranking = ItemRanking(items: facts.items, seen: facts.seen)
    }

    var algorithm: String { "als" }
    var parameters: JSONObject { configuration.parameters }

    /// 0 for strangers, as for whom nothing speaks.
    func estimate(user: Int?, item: Int?) -> Double {
        guard let user, let item else { return 0 }
        return Double(userFactors.product(row: user, with: itemFactors, row: item))
    }

    func fillScores(of user: Int, into scores: inout [Scalar]) {
        Scalar.products(userFactors, user: user, itemFactors, into: &scores)
    }

    func similar(to item: Int, count: Int) -> [ScoredItem] {
        CosineNeighbors.nearest(to: item, count: count, itemCount: items.count) { one, other in
            Double(itemFactors.product(row: one, with: itemFactors, row: other))
        }
    }

    // MARK: - Newcomers and reasons

    /// The equations of somebody who likes these items, in terms of the basis or of the final items.
    private func equations(_ liked: [Int32], ofBasis: Bool) throws -> NormalEquations<Scalar> {
        let factors = ofBasis ? basis : itemFactors
        let equations = NormalEquations<Scalar>(size: factors.columns)
        let objective = configuration.objective
        equations.begin(
            try gramians.value(ofBasis ? "basis" : "items") {
                objective.start(Gramian.of(factors), as: Scalar.self)
            },
            ridge: Scalar(objective.ridge(count: liked.count, of: items.count)))
        equations.add(factors, rows: liked)
        return equations
    }

    private static func liked(_ ratings: [KnownRating]) -> [Int32] {
        Set(ratings.filter { $0.rating > 0 }.map { Int32($0.item) }).sorted()
    }

    /// Solves the newcomer's factors as training solves a user's, from the final items.
    ///
    /// - Throws: `ComputeError.stopped`, `RecommenderError.singular`.
    func scores(newcomer ratings: [KnownRating], stop: StopFlag) throws -> [Double]? {
        try stop.check()
        let liked = Self.liked(ratings)
        var scores = [Scalar](repeating: 0, count: items.count)
        if !liked.isEmpty {
            guard let factors = try equations(liked, ofBasis: false).solve() else {
                throw configuration.objective.singular
            }
            Scalar.products(FactorMatrix(row: factors), user: 0, itemFactors, into: &scores)
        }
        return scores.map { Double($0) }
    }

    /// `q_i · A⁻¹ w_j` of each item `j` that the person likes, `A` the matrix of the person's equations (Hu et al., 2008,
    /// section 5).
    func shares(of item: Int, for person: Person) -> [ScoreShare]? {
        let (liked, isUser) =
            switch person {
            case .user(let user): (Array(positives.items(of: user)), true)
            case .newcomer(let ratings): (Self.liked(ratings), false)
            }
        guard !liked.isEmpty else { return [] }
        guard let equations = try? equations(liked, ofBasis: isUser) else { return nil }
        equations.replaceRight(itemFactors.values(of: item))
        guard let solution = equations.solve() else { return nil }
        let factors = isUser ? basis : itemFactors
        let row = FactorMatrix(row: solution)
        return liked.map {
            ScoreShare(item: Int($0), score: Double(row.product(row: 0, with: factors, row: Int($0))))
        }.ordered
    }

    // MARK: - Files

    func encode() -> ModelArchive {
        var archive = ModelArchive(of: self)
        archive.sections["pu"] = .factors(userFactors)
        archive.sections["qi"] = .factors(itemFactors)
        archive.sections["qi_before"] = .factors(basis)
        if positives != seen {
            archive.sections["liked_starts"] = .integers(positives.parts.starts)
            archive.sections["liked_items"] = .integers(positives.parts.items)
        }
        return archive
    }

    /// - Throws: `ModelArchive.Fault`.
    init(decoding archive: ModelArchive) throws {
        let known = try archive.trainingFacts()
        guard let configuration = try? ALSConfiguration(archive.parameters) else {
            throw ModelArchive.Fault("its parameters make no sense")
        }
        func factors(_ name: String, _ rows: Int) throws -> FactorMatrix<Scalar> {
            try archive.factors(name, rows: rows, columns: configuration.factors, as: Scalar.self)
        }
        self.init(
            configuration: configuration, facts: known, positives: try archive.liked(known),
            users: try factors("pu", known.users.count), items: try factors("qi", known.items.count),
            basis: try factors("qi_before", known.items.count))
    }
}

extension ModelArchive {
    /// The items that each user rated above 0: all that were seen, where the file does not say which.
    ///
    /// - Throws: `Fault`.
    fileprivate func liked(_ known: TrainingFacts) throws -> SeenItems {
        guard sections["liked_starts"] != nil else { return known.seen }
        guard
            let liked = SeenItems(
                starts: try integers("liked_starts"), items: try integers("liked_items"),
                userCount: known.users.count, itemCount: known.items.count)
        else { throw Fault("its liked items do not fit its users") }
        return liked
    }
}
