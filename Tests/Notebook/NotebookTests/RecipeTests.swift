import Foundation
import Notebook
import Testing
import Values

@Suite struct RecipeTests {
    private let recipe = Recipe.call(
        "split",
        [
            .made(
                .field("train", of: .call("load csv", [.text("/a b/r.csv"), .option("--columns"), .text("user,item")]))),
            .option("--seed"), .text("3"),
        ])

    @Test func itComesBackFromItsJSON() throws {
        #expect(Recipe(json: try JSONValue(parsing: recipe.json.text())) == recipe)
        for other in [
            "1", "{}", "{\"command\": \"x\"}", "{\"command\": \"x\", \"words\": [7]}", "{\"field\": \"x\", \"of\": 1}",
        ] {
            #expect(Recipe(json: try JSONValue(parsing: other)) == nil)
        }
    }

    @Test func aPersonReadsTheCallsInTheirOrder() {
        #expect(
            recipe.text == #"load csv "/a b/r.csv" --columns "user,item", its train; split it --seed 3"#,
            "\(recipe.text)")
    }
}
