import Ratings
import Statistics

/// Errors of estimated ratings, user by user.
struct UserErrors {
    /// The users with rows: positions, ascending.
    private let users: [Int32]
    private let groups: RowGroups
    private let all: RatingErrors

    init(_ truth: RatingTable, errors: RatingErrors) {
        let groups = RowGroups(truth.userPositions, groups: truth.users.count)
        self.groups = groups
        users = (0..<groups.count).filter { !groups[$0].isEmpty }.map(Int32.init)
        all = errors
    }

    /// A metric that is a mean over rows: of each user the mean over the user's rows.
    ///
    /// - Parameter shown: what is made of the mean over all rows.
    func means(
        of term: (_ truth: Double, _ estimate: Double) -> Double, shown: @escaping @Sendable (Double) -> Double = { $0 }
    ) -> UserValues {
        let (sums, counts) = (sums(term), counts)
        return UserValues(
            users: users, values: zip(sums, counts).map { $0 / $1 },
            whole: SumStatistic([sums, counts]) { shown($0[0] / $0[1]) })
    }

    func rsquared() -> UserValues {
        let middle = all.mean { truth, _ in truth }
        return values(
            \.rsquared,
            terms: [
                sums { ($0 - $1) * ($0 - $1) }, sums { truth, _ in truth - middle },
                sums { truth, _ in (truth - middle) * (truth - middle) }, counts,
            ]
        ) { sums in
            sums[3] > 1 ? RatingErrors.ratio(sums[0], sums[2] - sums[1] * sums[1] / sums[3]) : .nan
        }
    }

    func explainedVariance() -> UserValues {
        let middle = all.mean { truth, _ in truth }
        return values(
            \.explainedVariance,
            terms: [
                sums { $0 - $1 }, sums { ($0 - $1) * ($0 - $1) }, sums { truth, _ in truth - middle },
                sums { truth, _ in (truth - middle) * (truth - middle) }, counts,
            ]
        ) { sums in
            RatingErrors.ratio(sums[1] - sums[0] * sums[0] / sums[4], sums[3] - sums[2] * sums[2] / sums[4])
        }
    }

    /// Over any choice of users by the placements among all rows (DeLong, DeLong and Clarke-Pearson, 1988,
    /// doi:10.2307/2531595): exact for all users, and as exact as sums can be for others.
    func auc() -> UserValues {
        let placements = all.placements
        func sums(_ column: (Int) -> Double, of kind: Double) -> [Double] {
            users.map { user in
                groups[Int(user)].reduce(0) { all.truth[$1] == kind ? $0 + column($1) : $0 }
            }
        }
        let terms = [1.0, 0].flatMap { kind in
            [sums({ placements[$0] }, of: kind), sums({ _ in 1 }, of: kind)]
        }
        let whole = all.auc
        return values(\.auc, terms: terms) { sums in sums[0] / sums[1] + sums[2] / sums[3] - whole }
    }

    private func values(
        _ metric: KeyPath<RatingErrors, Double>, terms: [[Double]],
        whole: @escaping @Sendable ([Double]) -> Double
    ) -> UserValues {
        let values = users.map { user -> Double in
            let rows = groups[Int(user)]
            return RatingErrors(truth: rows.map { all.truth[$0] }, estimates: rows.map { all.estimates[$0] })[
                keyPath: metric]
        }
        return UserValues(users: users, values: values, whole: SumStatistic(terms, value: whole))
    }

    /// How many rows each user has.
    private var counts: [Double] { users.map { Double(groups[Int($0)].count) } }

    /// The sum over each user's rows.
    private func sums(_ term: (_ truth: Double, _ estimate: Double) -> Double) -> [Double] {
        users.map { user in
            var sum = 0.0
            for row in groups[Int(user)] { sum += term(all.truth[row], all.estimates[row]) }
            return sum
        }
    }
}
