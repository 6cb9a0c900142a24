import Synchronization

/// Gives its elements in order, the last one for ever.
package final class LockedList<Element: Sendable>: Sendable {
    private let left: Mutex<[Element]>

    package init(_ elements: [Element]) { left = Mutex(elements) }

    package func next() -> Element { left.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
}
