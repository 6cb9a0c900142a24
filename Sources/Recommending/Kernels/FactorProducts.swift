/// Products of factor rows.
enum FactorProducts {
    /// The product of two padded rows, in four running sums that do not wait for one another.
    @inline(__always)
    static func product(
        _ p: UnsafePointer<Float>, _ q: UnsafePointer<Float>, vectors: Int
    ) -> Float {
        unsafe p.withMemoryRebound(to: SIMD8<Float>.self, capacity: vectors) { p in
            unsafe q.withMemoryRebound(to: SIMD8<Float>.self, capacity: vectors) { q in
                var (a, b, c, d) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
                var vector = 0
                while vector + 3 < vectors {
                    unsafe a = Fused.add(p[vector], q[vector], to: a)
                    unsafe b = Fused.add(p[vector + 1], q[vector + 1], to: b)
                    unsafe c = Fused.add(p[vector + 2], q[vector + 2], to: c)
                    unsafe d = Fused.add(p[vector + 3], q[vector + 3], to: d)
                    vector += 4
                }
                while vector < vectors {
                    unsafe a = Fused.add(p[vector], q[vector], to: a)
                    vector += 1
                }
                return sum((a + b) + (c + d))
            }
        }
    }

    @inline(__always)
    static func sum<Scalar: LaneScalar>(_ lanes: SIMD8<Scalar>) -> Scalar {
        let four = lanes.lowHalf + lanes.highHalf
        let two = four.lowHalf + four.highHalf
        return two[0] + two[1]
    }

    /// Four items side by side, which share the loads of the user's factors.
    static func vectorized(
        _ users: FactorMatrix<Float>, user: Int, _ items: FactorMatrix<Float>, into scores: inout [Float]
    ) {
        precondition(user >= 0 && user < users.rows && users.stride == items.stride && scores.count == items.rows)
        let (stride, vectors) = (users.stride, users.stride / 8)
        let first = unsafe UnsafePointer(users.elements + user * stride)
        let all = unsafe UnsafePointer(items.elements)
        unsafe scores.withUnsafeMutableBufferPointer { scores in
            var item = 0
            unsafe first.withMemoryRebound(to: SIMD8<Float>.self, capacity: vectors) { p in
                unsafe all.withMemoryRebound(to: SIMD8<Float>.self, capacity: vectors * items.rows) { q in
                    while item + 3 < items.rows {
                        let (q0, q1) = unsafe (q + item * vectors, q + (item + 1) * vectors)
                        let (q2, q3) = unsafe (q + (item + 2) * vectors, q + (item + 3) * vectors)
                        var (a, b, c, d) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
                        for vector in 0..<vectors {
                            let pv = unsafe p[vector]
                            unsafe a = Fused.add(pv, q0[vector], to: a)
                            unsafe b = Fused.add(pv, q1[vector], to: b)
                            unsafe c = Fused.add(pv, q2[vector], to: c)
                            unsafe d = Fused.add(pv, q3[vector], to: d)
                        }
                        unsafe scores[item] = sum(a)
                        unsafe scores[item + 1] = sum(b)
                        unsafe scores[item + 2] = sum(c)
                        unsafe scores[item + 3] = sum(d)
                        item += 4
                    }
                }
            }
            while item < items.rows {
                unsafe scores[item] = product(first, all + item * stride, vectors: vectors)
                item += 1
            }
        }
    }

    /// Sums from the first factor to the last, four items side by side so that the additions overlap.
    static func inOrder(
        _ users: FactorMatrix<Double>, user: Int, _ items: FactorMatrix<Double>, into scores: inout [Double]
    ) {
        precondition(user >= 0 && user < users.rows && users.stride == items.stride && scores.count == items.rows)
        let (columns, stride) = (users.columns, items.stride)
        let p = unsafe UnsafePointer(users.elements + user * stride)
        let all = unsafe UnsafePointer(items.elements)
        unsafe scores.withUnsafeMutableBufferPointer { scores in
            var item = 0
            while item + 3 < items.rows {
                let q = unsafe all + item * stride
                var sums = SIMD4<Double>.zero
                for factor in 0..<columns {
                    let four = unsafe SIMD4(
                        q[factor], q[stride + factor], q[2 * stride + factor], q[3 * stride + factor])
                    unsafe sums += four * p[factor]
                }
                for lane in 0..<4 { unsafe scores[item + lane] = sums[lane] }
                item += 4
            }
            while item < items.rows {
                var sum = 0.0
                for factor in 0..<columns { unsafe sum += p[factor] * all[item * stride + factor] }
                unsafe scores[item] = sum
                item += 1
            }
        }
    }
}
