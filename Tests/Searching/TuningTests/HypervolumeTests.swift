import Testing
import Tuning

@Suite struct HypervolumeTests {
    /// Points of three losses from 0 to 1.
    private static let points: [[Double]] = (1...9).map { (number: Int) -> [Double] in
        [7, 9, 11].map { (step: Int) -> Double in Double(number * (step % 11 + 1) % 11) / 11 }
    }

    @Test func aVolumeIsThatOfAllBoxesTogether() {
        #expect(Hypervolume(reference: [4, 4]).volume(of: [[1, 3], [2, 1], [3, 2], [2, 5]]) == 3 + 4)
        #expect(Hypervolume(reference: [2, 2, 2]).volume(of: [[0, 1, 1], [1, 0, 1], [1, 1, 0]]) == 4)
        #expect(Hypervolume(reference: [1]).volume(of: [[0.25], [0.5]]) == 0.75)
        // Counted cell by cell: all coordinates are elevenths.
        let cells = (0..<1331).count { (cell: Int) -> Bool in
            let places: [Int] = [cell / 121, cell / 11 % 11, cell % 11]
            let corner = places.map { Double($0) / 11 }
            return Self.points.contains { point in zip(point, corner).allSatisfy { $0 <= $1 } }
        }
        let volume = Hypervolume(reference: [1, 1, 1]).volume(of: Self.points)
        #expect(abs(volume - Double(cells) / 1331) < 1e-12)
    }

    @Test func aContributionIsWhatIsLostWithoutAPoint() {
        let volume = Hypervolume(around: Self.points)
        let all = volume.volume(of: Self.points)
        for (index, contribution) in volume.contributions(of: Self.points).enumerated() {
            var others = Self.points
            others.remove(at: index)
            #expect(abs(all - volume.volume(of: others) - contribution) < 1e-12)
        }
        #expect(volume.contribution(of: Self.points[0], to: Self.points) == 0)
    }

    @Test func aSubsetTakesThePointThatAddsMostEachTime() {
        let volume = Hypervolume(around: Self.points)
        var chosen: [Int] = []
        for _ in 0..<5 {
            let next = Self.points.indices.filter { !chosen.contains($0) }.max { one, other in
                let adds = [one, other].map { index in volume.volume(of: (chosen + [index]).map { Self.points[$0] }) }
                return adds[0] < adds[1] - 1e-12
            }
            chosen.append(next ?? 0)
        }
        #expect(volume.subset(5, of: Self.points) == chosen)
        #expect(volume.subset(20, of: Self.points).sorted() == Array(Self.points.indices))
        #expect(volume.subset(3, of: []).isEmpty)
    }
}
