/// The parts of a split table.
package struct DataSplit: Sendable {
    package let train: RatingTable
    /// Absent where the split has two parts.
    package let validation: RatingTable?
    package let test: RatingTable

    package init(train: RatingTable, validation: RatingTable?, test: RatingTable) {
        self.train = train
        self.validation = validation
        self.test = test
    }
}
