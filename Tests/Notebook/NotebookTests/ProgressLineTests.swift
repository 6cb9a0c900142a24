import Compute
import Display
import Notebook
import Testing

@Suite struct ProgressLineTests {
    @Test(arguments: [12, 30, 36, 45, 60, 200]) func noFigureIsCutInANarrowWindow(columns: Int) {
        let progress = WorkProgress(completed: 8928, total: 10_000_000, unit: "epoch", figureName: "loss", figure: 0.25)
        let text = ProgressLine.text(progress, elapsed: 1, style: TextStyle(columns: columns))
        #expect(text.count < max(columns, 13))
        #expect(!text.contains("loss") || text.contains("loss 0.2500"))
        #expect(columns < 60 || text.hasSuffix(" left"))
    }
}
