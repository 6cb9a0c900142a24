/// A member's own memory.
@safe
final class NCFWorkspace<Scalar: NCFScalar> {
    /// The member's own rows of a table in this batch, and the sums of their gradients `[rows × stride]`.
    @safe
    struct Rows {
        var count = 0
        let rows: UnsafeMutablePointer<Int32>
        let gradients: UnsafeMutablePointer<Scalar>
    }

    var users: Rows
    var items: Rows
    /// The tower's values, layer after layer, each as `DenseLayer` has them; likewise how the loss follows them.
    let activations: UnsafeMutablePointer<Scalar>
    let slopes: UnsafeMutablePointer<Scalar>
    /// GMF's products, in the same order.
    let products: UnsafeMutablePointer<Scalar>
    /// Outputs before the sigmoid, and then how the loss follows them; `[chunk]`.
    let outputs: UnsafeMutablePointer<Scalar>
    /// A panel of a layer's weights, and sixteen outputs of every example.
    let packed: UnsafeMutablePointer<Scalar>
    let turned: UnsafeMutablePointer<Scalar>

    init(_ shape: NCFShape, batchSize: Int, users: Int, items: Int) {
        let chunk = NCFBatchMemory<Scalar>.chunk(shape, size: batchSize)
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
        unsafe packed = NCFTraining.allocate((shape.layerSizes.max() ?? 0) * DenseLayer<Scalar>.panel)
        unsafe turned = NCFTraining.allocate(16 * chunk)
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
        unsafe packed.deallocate()
        unsafe turned.deallocate()
    }
}
