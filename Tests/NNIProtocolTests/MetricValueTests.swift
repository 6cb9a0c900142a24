import NNIProtocol
import Testing
import Values

@Suite struct MetricValueTests {
    @Test func theObjectiveOfAnObjectIsItsDefault() {
        #expect(MetricValue(0.5).objective == 0.5)
        #expect(MetricValue(["default": 2, "rmse": 1.0]).objective == 2)
        #expect(MetricValue("text").objective == nil)
    }
}
