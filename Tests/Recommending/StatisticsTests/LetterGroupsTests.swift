import Statistics
import Testing

@Suite struct LetterGroupsTests {
    @Test func whoCantBeToldApartSharesALetter() {
        #expect(LetterGroups.letters(3) { _, _ in false } == ["a", "a", "a"])
        #expect(LetterGroups.letters(3) { _, _ in true } == ["a", "b", "c"])
        // The first and the last differ, the middle one is like both.
        #expect(LetterGroups.letters(3) { $0 == 0 && $1 == 2 } == ["a", "ab", "b"])
        #expect(LetterGroups.letters(0) { _, _ in true }.isEmpty && LetterGroups.letters(1) { _, _ in true } == ["a"])
    }

    /// Of any tables of differences: a pair shares a letter where it does not differ, and only there.
    @Test func lettersSayNoMoreAndNoLessThanThePairs() {
        for bits in 0..<1024 {
            var differs: [[Bool]] = Array(repeating: Array(repeating: false, count: 5), count: 5)
            var place = 0
            for one in 0..<5 {
                for other in one + 1..<5 {
                    differs[one][other] = bits >> place & 1 == 1
                    place += 1
                }
            }
            let letters = LetterGroups.letters(5) { differs[$0][$1] }
            for one in 0..<5 {
                for other in one + 1..<5 {
                    #expect(Set(letters[one]).isDisjoint(with: letters[other]) == differs[one][other])
                }
            }
        }
    }
}
