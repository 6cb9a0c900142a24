import NNIClient
import Testing

@Suite struct NNIClientErrorTests {
    @Test func anErrorNamesTheAddress() {
        let error = NNIClientError.unreachable(address: "http://127.0.0.1:9", reason: "refused")
        #expect("\(error)".contains("127.0.0.1:9"))
    }
}
