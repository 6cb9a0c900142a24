/// What this is a build of; both programs say it.
package enum Release {
    package static let version = "0.1.0"
}
