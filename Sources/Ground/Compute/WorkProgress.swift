/// How far a piece of work is.
package struct WorkProgress: Hashable, Sendable {
    package var completed: Int
    package var total: Int
    /// What is counted, in the singular: `epoch`, `byte`.
    package var unit: String
    /// The newest figure worth showing, for example `("loss", 0.91)`.
    package var figureName: String?
    package var figure: Double?
    /// What the work is called where several go on, and what else is to be said of it.
    package var name: String?
    package var remark: String?

    package init(completed: Int, total: Int, unit: String, figureName: String? = nil, figure: Double? = nil) {
        self.completed = completed
        self.total = total
        self.unit = unit
        self.figureName = figureName
        self.figure = figure
    }
}

package typealias ProgressHandler = @Sendable (WorkProgress) -> Void
