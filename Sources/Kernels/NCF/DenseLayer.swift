/// Products of a layer's weights with the values of many examples.
///
/// Values stand feature by feature, `[features × width]`, so that lanes are examples: a layer of eight fills vectors as
/// well as one of a thousand does. Tiles of four features by sixteen examples stay in registers, which keeps large
/// layers near the speed of a matrix library.
enum DenseLayer<Scalar: KernelScalar> {
    typealias Lanes = SIMD16<Scalar>
    typealias Values = UnsafeMutablePointer<Scalar>

    /// `y = relu(b + xᵀW)` for `lanes` times sixteen examples; `weights` is `[inputs × outputs]`.
    @inline(__always)
    static func forward(
        _ x: Values, _ y: Values, weights: UnsafePointer<Scalar>, biases: UnsafePointer<Scalar>, inputs: Int,
        outputs: Int, width: Int, lanes: Int
    ) {
        for lane in 0..<lanes {
            let x = unsafe UnsafeRawPointer(x + lane * 16)
            let y = unsafe UnsafeMutableRawPointer(y + lane * 16)
            let row = width * MemoryLayout<Scalar>.stride
            var output = 0
            while output + 3 < outputs {
                var a = unsafe Lanes(repeating: biases[output])
                var b = unsafe Lanes(repeating: biases[output + 1])
                var c = unsafe Lanes(repeating: biases[output + 2])
                var d = unsafe Lanes(repeating: biases[output + 3])
                for input in 0..<inputs {
                    let value = unsafe x.load(fromByteOffset: input * row, as: Lanes.self)
                    let w = unsafe weights + input * outputs + output
                    unsafe a = Scalar.fuse(value, Lanes(repeating: w[0]), a)
                    unsafe b = Scalar.fuse(value, Lanes(repeating: w[1]), b)
                    unsafe c = Scalar.fuse(value, Lanes(repeating: w[2]), c)
                    unsafe d = Scalar.fuse(value, Lanes(repeating: w[3]), d)
                }
                unsafe y.storeBytes(of: Scalar.relu(a), toByteOffset: output * row, as: Lanes.self)
                unsafe y.storeBytes(of: Scalar.relu(b), toByteOffset: (output + 1) * row, as: Lanes.self)
                unsafe y.storeBytes(of: Scalar.relu(c), toByteOffset: (output + 2) * row, as: Lanes.self)
                unsafe y.storeBytes(of: Scalar.relu(d), toByteOffset: (output + 3) * row, as: Lanes.self)
                output += 4
            }
            while output < outputs {
                var sum = unsafe Lanes(repeating: biases[output])
                for input in 0..<inputs {
                    let value = unsafe x.load(fromByteOffset: input * row, as: Lanes.self)
                    unsafe sum = Scalar.fuse(value, Lanes(repeating: weights[input * outputs + output]), sum)
                }
                unsafe y.storeBytes(of: Scalar.relu(sum), toByteOffset: output * row, as: Lanes.self)
                output += 1
            }
        }
    }

    /// `dx = W·dy`: how the loss follows the inputs.
    @inline(__always)
    static func backward(
        _ dy: Values, _ dx: Values, weights: UnsafePointer<Scalar>, inputs: Int, outputs: Int, width: Int, lanes: Int
    ) {
        for lane in 0..<lanes {
            let dy = unsafe UnsafeRawPointer(dy + lane * 16)
            let dx = unsafe UnsafeMutableRawPointer(dx + lane * 16)
            let row = width * MemoryLayout<Scalar>.stride
            var input = 0
            while input + 3 < inputs {
                var (a, b, c, d) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
                let w = unsafe weights + input * outputs
                for output in 0..<outputs {
                    let slope = unsafe dy.load(fromByteOffset: output * row, as: Lanes.self)
                    unsafe a = Scalar.fuse(slope, Lanes(repeating: w[output]), a)
                    unsafe b = Scalar.fuse(slope, Lanes(repeating: w[outputs + output]), b)
                    unsafe c = Scalar.fuse(slope, Lanes(repeating: w[2 * outputs + output]), c)
                    unsafe d = Scalar.fuse(slope, Lanes(repeating: w[3 * outputs + output]), d)
                }
                unsafe dx.storeBytes(of: a, toByteOffset: input * row, as: Lanes.self)
                unsafe dx.storeBytes(of: b, toByteOffset: (input + 1) * row, as: Lanes.self)
                unsafe dx.storeBytes(of: c, toByteOffset: (input + 2) * row, as: Lanes.self)
                unsafe dx.storeBytes(of: d, toByteOffset: (input + 3) * row, as: Lanes.self)
                input += 4
            }
            while input < inputs {
                var sum = Lanes.zero
                for output in 0..<outputs {
                    let slope = unsafe dy.load(fromByteOffset: output * row, as: Lanes.self)
                    unsafe sum = Scalar.fuse(slope, Lanes(repeating: weights[input * outputs + output]), sum)
                }
                unsafe dx.storeBytes(of: sum, toByteOffset: input * row, as: Lanes.self)
                input += 1
            }
        }
    }

    /// `dW = x·dyᵀ` and `db = Σ dy` over the examples.
    @inline(__always)
    static func gradient(
        _ x: Values, _ dy: Values, weights: Values, biases: Values, inputs: Int, outputs: Int, width: Int, lanes: Int
    ) {
        let vectors = lanes * 2
        for output in 0..<outputs {
            var sum = SIMD8<Scalar>.zero
            for vector in 0..<vectors { unsafe sum += load(dy + output * width, vector) }
            unsafe biases[output] = Scalar.sum(sum)
        }
        var input = 0
        while input < inputs {
            let pair = input + 1 < inputs ? 1 : 0
            let (x0, x1) = unsafe (x + input * width, x + (input + pair) * width)
            let (w0, w1) = unsafe (weights + input * outputs, weights + (input + pair) * outputs)
            var output = 0
            while output + 3 < outputs {
                var (a, b, c, d) = (
                    SIMD8<Scalar>.zero, SIMD8<Scalar>.zero, SIMD8<Scalar>.zero, SIMD8<Scalar>.zero
                )
                var (e, f, g, h) = (a, b, c, d)
                let dy = unsafe dy + output * width
                for vector in 0..<vectors {
                    let (v0, v1) = unsafe (load(x0, vector), load(x1, vector))
                    let (d0, d1) = unsafe (load(dy, vector), load(dy + width, vector))
                    let (d2, d3) = unsafe (load(dy + 2 * width, vector), load(dy + 3 * width, vector))
                    a = Scalar.fuse(v0, d0, a)
                    b = Scalar.fuse(v0, d1, b)
                    c = Scalar.fuse(v0, d2, c)
                    d = Scalar.fuse(v0, d3, d)
                    e = Scalar.fuse(v1, d0, e)
                    f = Scalar.fuse(v1, d1, f)
                    g = Scalar.fuse(v1, d2, g)
                    h = Scalar.fuse(v1, d3, h)
                }
                unsafe store(sums(a, b, c, d), w0 + output)
                unsafe store(sums(e, f, g, h), w1 + output)
                output += 4
            }
            while output < outputs {
                var (a, b) = (SIMD8<Scalar>.zero, SIMD8<Scalar>.zero)
                for vector in 0..<vectors {
                    let slope = unsafe load(dy + output * width, vector)
                    unsafe a = Scalar.fuse(load(x0, vector), slope, a)
                    unsafe b = Scalar.fuse(load(x1, vector), slope, b)
                }
                unsafe w0[output] = Scalar.sum(a)
                unsafe w1[output] = Scalar.sum(b)
                output += 1
            }
            input += 2
        }
    }

    @inline(__always)
    private static func load(_ values: Values, _ vector: Int) -> SIMD8<Scalar> {
        unsafe UnsafeRawPointer(values + vector * 8).loadUnaligned(as: SIMD8<Scalar>.self)
    }

    @inline(__always)
    private static func store(_ four: SIMD4<Scalar>, _ values: Values) {
        for lane in 0..<4 { unsafe values[lane] = four[lane] }
    }

    /// The sum of each of four vectors.
    @inline(__always)
    private static func sums(
        _ a: SIMD8<Scalar>, _ b: SIMD8<Scalar>, _ c: SIMD8<Scalar>, _ d: SIMD8<Scalar>
    ) -> SIMD4<Scalar> {
        func half(_ vector: SIMD8<Scalar>) -> SIMD4<Scalar> { vector.lowHalf + vector.highHalf }
        func pairs(_ p: SIMD4<Scalar>, _ q: SIMD4<Scalar>) -> SIMD4<Scalar> {
            SIMD4(lowHalf: p.evenHalf + p.oddHalf, highHalf: q.evenHalf + q.oddHalf)
        }
        let (ab, cd) = (pairs(half(a), half(b)), pairs(half(c), half(d)))
        return pairs(ab, cd)
    }
}
