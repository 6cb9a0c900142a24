/// Where a trial's training is kept and taken up, as parameters by the names of NNI's PBT.
package enum TrialCheckpoint {
    package static let loadName = "load_checkpoint_dir"
    package static let saveName = "save_checkpoint_dir"
    package static let names = [loadName, saveName]
}
