package import Ratings
package import Statistics

/// A metric of each user, from the same pass as its value over all: what intervals and paired tests are made of.
package struct UserValues: Sendable {
    /// Positions in the true ratings' vocabulary, each once.
    package let users: [Int32]
    /// The metric of the user's rows alone; NaN where it says nothing of them. For `rmse` it is the mean squared error.
    package let values: [Double]
    /// The metric over all as sums over these users, in their order.
    package let whole: SumStatistic

    init(users: [Int32], values: [Double], whole: SumStatistic) {
        self.users = users
        self.values = values
        self.whole = whole
    }

    /// A metric that is the mean over users.
    init(users: [Int32], meanOf values: [Double]) {
        let ones = [Double](repeating: 1, count: values.count)
        self.init(users: users, values: values, whole: SumStatistic(values, over: ones))
    }

    /// A metric that is the mean over the users who have a number.
    init(users: [Int32], meanOfNumbers values: [Double]) {
        self.init(
            users: users, values: values,
            whole: SumStatistic(values.map { $0.isNaN ? 0 : $0 }, over: values.map { $0.isNaN ? 0 : 1 }))
    }

    /// The same where each of these is one list of several that its owner has: an owner's value is the mean over them.
    func grouped(by owners: [Int32]) -> UserValues {
        var places: [Int32: Int] = [:]
        var users: [Int32] = []
        let own = self.users.map { list -> Int in
            let owner = owners[Int(list)]
            if let place = places[owner] { return place }
            places[owner] = users.count
            users.append(owner)
            return users.count - 1
        }
        func sums(_ values: some Sequence<Double>) -> [Double] {
            var sums = [Double](repeating: 0, count: users.count)
            for (place, value) in zip(own, values) { sums[place] += value }
            return sums
        }
        let counts = sums(own.lazy.map { _ in 1 })
        return UserValues(
            users: users, values: zip(sums(values), counts).map { $0 / $1 },
            whole: SumStatistic(whole.terms.map { sums($0) }, value: whole.value))
    }

    /// The values of the users that both have one for, in the same order.
    package func paired(with other: UserValues) -> (own: [Double], others: [Double]) {
        let known = Dictionary(zip(other.users, other.values)) { first, _ in first }
        var (own, others): ([Double], [Double]) = ([], [])
        // In the order of users, so that no order of lists changes a bit.
        for place in users.indices.sorted(by: { users[$0] < users[$1] }) {
            guard let value = known[users[place]], value.isFinite, values[place].isFinite else { continue }
            own.append(values[place])
            others.append(value)
        }
        return (own, others)
    }
}

extension MeasuredMetric {
    /// The same with users as another vocabulary has them; whom that does not know stand behind all that it knows.
    package func placed(from own: Vocabulary, to other: Vocabulary) -> MeasuredMetric {
        let places = own.positions(in: other)
        let users = users.map { users in
            UserValues(
                users: users.users.map { places[Int($0)] >= 0 ? places[Int($0)] : Int32(other.count) + $0 },
                values: users.values, whole: users.whole)
        }
        return MeasuredMetric(metric: metric, value: value, users: users)
    }
}

/// What a metric came to, over all and of each user.
package struct MeasuredMetric: Sendable {
    package let metric: Metric
    package let value: Double
    /// `nil` for what is no metric of users, such as the share of the catalog that is recommended to anybody.
    package let users: UserValues?
}

extension [MeasuredMetric] {
    /// Each one's 95 % interval over users; `nil` where there is none.
    package var intervals: [Interval?] {
        let places = indices.filter { self[$0].users != nil }
        var intervals = [Interval?](repeating: nil, count: count)
        let found = Bootstrap.intervals(of: places.compactMap { self[$0].users?.whole })
        for (place, interval) in zip(places, found) { intervals[place] = interval }
        return intervals
    }
}
