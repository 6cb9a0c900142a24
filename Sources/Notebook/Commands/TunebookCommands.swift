package import Notebook
import Recommenders

extension CommandTable {
    /// Every command of Tunebook, in the families that `help` lists.
    package static func tunebook(_ experiments: SessionExperiments) -> CommandTable {
        let folders = experiments.folders
        let topics = DeclaredTopics.all + KindTopics.all + FieldTopics.all + Glossary.all
        let data: [any Command] = [
            LoadMovieLensCommand(folder: folders.data), LoadCSVCommand(), LoadSyntheticCommand(),
            LoadPredictionsCommand(), DescribeCommand(), HeadCommand(), FindCommand(), SplitCommand(), FilterCommand(),
            SampleCommand(), SaveCommand(), OpenCommand(),
        ]
        let models: [any Command] =
            Algorithms.all.map(TrainCommand.init)
            + [
                EvaluateCommand(), CrossvalidateCommand(), CompareCommand(), PredictCommand(), RecommendCommand(),
                SimilarCommand(), BenchmarkCommand(experiments: experiments),
            ]
        let search: [any Command] = [
            SpaceShowCommand(), SpaceSampleCommand(), SpaceDefaultCommand(), TunerListCommand(), TunerShowCommand(),
            TunerStartCommand(),
            TunerAskCommand(), TunerTellCommand(), AssessorListCommand(), AssessorShowCommand(),
        ]
        let started: [any Command] = [
            ExperimentStartCommand(experiments: experiments), ExperimentListCommand(experiments: experiments),
            ExperimentStatusCommand(experiments: experiments), ExperimentWaitCommand(experiments: experiments),
            ExperimentStopCommand(experiments: experiments), ExperimentTrialsCommand(experiments: experiments),
            ExperimentShowCommand(experiments: experiments), ExperimentBestCommand(experiments: experiments),
            ExperimentFrontCommand(experiments: experiments),
            ExperimentLogCommand(experiments: experiments), ExperimentExportCommand(experiments: experiments),
            ExperimentResumeCommand(experiments: experiments), ExperimentDeleteCommand(experiments: experiments),
            ExperimentRenameCommand(experiments: experiments), ExperimentEnqueueCommand(experiments: experiments),
            ExperimentImportCommand(experiments: experiments), ExperimentWatchCommand(experiments: experiments),
            ExperimentCompareCommand(experiments: experiments), ExperimentExplainCommand(experiments: experiments),
            StoreCommand(experiments: experiments), StoreCheckCommand(experiments: experiments),
            StorePruneCommand(experiments: experiments),
            ExperimentAttachCommand(experiments: experiments), ExperimentUpdateCommand(experiments: experiments),
            EngineListCommand(folders: folders), EngineInstallCommand(folders: folders),
        ]
        let pictures: [any Command] = [
            PlotHistoryCommand(experiments: experiments), PlotImportanceCommand(experiments: experiments),
            PlotSliceCommand(experiments: experiments), PlotContourCommand(experiments: experiments),
            PlotParallelCommand(experiments: experiments), PlotCurvesCommand(experiments: experiments),
            PlotTimelineCommand(experiments: experiments), PlotParetoCommand(experiments: experiments),
            PlotCurveCommand(), PlotRatingsCommand(), PlotFactorsCommand(),
        ]
        let session: [any Command] = [
            AddCommand(), HelpCommand(about: data + models + search + started + pictures, topics), ObjectsCommand(),
            DropCommand(), HistoryCommand(), RerunCommand(), SaveSessionCommand(), SourceCommand(),
            SetCommand(), QuitCommand(word: "quit"), QuitCommand(word: "exit"),
        ]
        return CommandTable(
            [
                Family("Data", data), Family("Models", models), Family("Search spaces and tuners", search),
                Family("Experiments", started), Family("Pictures", pictures), Family("The session", session),
            ], block: SpaceBlock(), topics: topics, habits: LibraryHabits.all, synonyms: TunebookSynonyms.all)
    }
}
