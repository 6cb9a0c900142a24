import Ratings
import Recommenders
import Testing
import Values

/// A default stands in one place: what help says is what a training with nothing given has.
@Suite struct DefaultsTests {
    @Test(arguments: Algorithms.names) func whatIsTrainedWithNothingGivenHasTheDefaultsOfItsHelp(name: String) throws {
        let algorithm = try Algorithms.named(name)
        let trainset = try Trainset(
            try { () throws in
                var synthetic = SyntheticRatings()
                (synthetic.users, synthetic.items, synthetic.ratings) = (8, 9, 30)
                return try synthetic.make().table
            }())
        let model = try algorithm.makeTrainer([:], on: trainset, threads: 1, pretrained: []).makeModel()
        for parameter in algorithm.parameters {
            #expect(model.parameters[parameter.name] == parameter.defaultValue, "\(parameter.name)")
        }
        #expect(model.parameters.keys == algorithm.parameters.filter { $0.defaultValue != nil }.map(\.name))
    }

    @Test(arguments: Algorithms.names) func eachDefaultIsAsGoodAsTheSameValueGiven(name: String) throws {
        let algorithm = try Algorithms.named(name)
        let given = JSONObject(algorithm.parameters.compactMap { one in one.defaultValue.map { (one.name, $0) } })
        try algorithm.check(given)
        for parameter in algorithm.parameters {
            guard let value = parameter.defaultValue else { continue }
            let words = value.array?.map(\.plainText).joined(separator: " ") ?? value.plainText
            #expect(try parameter.parse(words) == value, "\(parameter.name) as its help writes it")
        }
    }
}
