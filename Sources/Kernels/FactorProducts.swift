/// Products of a user's factors with every item's.
enum FactorProducts {
    /// The product of two padded rows, in two running sums.
    @inline(__always)
    static func product(
        _ p: UnsafePointer<Float>, _ q: UnsafePointer<Float>, vectors: Int
    ) -> Float {
        unsafe p.withMemoryRebound(to: SIMD8<Float>.self, capacity: vectors) { p in
            unsafe q.withMemoryRebound(to: SIMD8<Float>.self, capacity: vectors) { q in
                var even = SIMD8<Float>.zero
                var odd = SIMD8<Float>.zero
                var vector = 0
                while vector + 1 < vectors {
                    unsafe even = Fused.add(p[vector], q[vector], to: even)
                    unsafe odd = Fused.add(p[vector + 1], q[vector + 1], to: odd)
                    vector += 2
                }
                if vector < vectors { unsafe even = Fused.add(p[vector], q[vector], to: even) }
                return (even + odd).sum()
            }
        }
    }

    static func vectorized(
        _ users: FactorMatrix<Float>, user: Int, _ items: FactorMatrix<Float>, into scores: inout [Float]
    ) {
        precondition(user >= 0 && user < users.rows && users.stride == items.stride && scores.count == items.rows)
        let vectors = users.stride / 8
        let p = unsafe UnsafePointer(users.elements + user * users.stride)
        let all = unsafe UnsafePointer(items.elements)
        unsafe scores.withUnsafeMutableBufferPointer { scores in
            for item in 0..<items.rows {
                unsafe scores[item] = product(p, all + item * items.stride, vectors: vectors)
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
