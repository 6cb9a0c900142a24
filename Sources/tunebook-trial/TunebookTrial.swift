import ArgumentParser
import Foundation
import Ratings
import RecommenderTrials

@main
struct TunebookTrial: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "tunebook-trial", version: "0.1.0")
    mutating func run() throws { print(try RatingTable(csv: "/dev/stdin").count) }
}
