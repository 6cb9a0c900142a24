/// A member's own memory.
@safe
final class NCFWorkspace<Scalar: KernelScalar> {
    /// The member's own rows of a table in this batch, and the sums of their gradients `[rows × stride]`.
    @safe
    struct Rows {
        var count = 0
        let rows: UnsafeMutablePointer<Int32>
        let gradients: UnsafeMutablePointer<Scalar>
    }

    var users: Rows
    var items: Rows
    /// The tower's values, layer after layer, `[features × chunk]` each; likewise how the loss follows them.
    let activations: UnsafeMutablePointer<Scalar>
    let slopes: UnsafeMutablePointer<Scalar>
    /// GMF's products, `[factors × chunk]`.
    let products: UnsafeMutablePointer<Scalar>
    /// Outputs before the sigmoid, and then how the loss follows them; `[chunk]`.
    let outputs: UnsafeMutablePointer<Scalar>

    init(_ shape: NCFShape, batchSize: Int, users: Int, items: Int) {
        let chunk = NCFBatchMemory<Scalar>.chunk(size: batchSize)
        let features = shape.layerSizes.reduce(0, +)
        let stride = (shape.embedding + 7) / 8 * 8
        func rows(_ count: Int) -> Rows {
            let most = min(batchSize, count)
            return unsafe Rows(rows: .allocate(capacity: max(1, most)), gradients: NCFTraining.allocate(most * stride))
        }
        self.users = rows(users)
        self.items = rows(items)
        unsafe activations = NCFTraining.allocate(features * chunk)
        unsafe slopes = NCFTraining.allocate(features * chunk)
        unsafe products = NCFTraining.allocate(shape.factors * chunk)
        unsafe outputs = NCFTraining.allocate(chunk)
    }

    func deallocate() {
        for rows in [users, items] {
            unsafe rows.rows.deallocate()
            unsafe rows.gradients.deallocate()
        }
        unsafe activations.deallocate()
        unsafe slopes.deallocate()
        unsafe products.deallocate()
        unsafe outputs.deallocate()
    }
}
