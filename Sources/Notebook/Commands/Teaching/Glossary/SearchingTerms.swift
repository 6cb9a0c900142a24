import Notebook

/// How hyper-parameters are searched.
enum SearchingTerms {
    static let all: [Topic] = [
        Glossary.term(
            "hyper-parameter", aliases: ["hyperparameter", "hyperparameters", "hyper-parameters"],
            "a setting that is chosen before training, which training does not learn",
            "the options of 'train'; 'help NAME' tells what more and less of one does, and 'experiment start' searches them",
            "search space", "trial"),
        Glossary.term(
            "search space", aliases: ["spaces"], "the hyper-parameters that a search may change, and what each may be",
            "'space NAME … end' makes one; 'space default svd' shows the usual one", "loguniform", "choice"),
        Glossary.term(
            "trial", aliases: ["run", "trials of a search"], "one training with one choice of hyper-parameters",
            "'experiment trials e' lists them, 'experiment best e' gives the best", "budget"),
        Glossary.term(
            "budget", aliases: ["fidelity", "multi-fidelity"], "how much a trial may take, in epochs",
            "Hyperband, BOHB, DEHB and ASHA give many settings few epochs and the best of them more", "rung",
            "successive halving"),
        Glossary.term(
            "rung", aliases: ["rungs", "bracket"], "a step of budgets at which trials are compared and some go on",
            "eta says of how many one goes on", "budget", "ASHA"),
        Glossary.term(
            "successive halving", aliases: ["halving"],
            "all begin with little, the better part goes on with more, until one is left",
            "Hyperband runs it with several beginnings, ASHA without waiting", "Hyperband", "rung"),
        Glossary.term(
            "Pareto front", aliases: ["Pareto", "front", "domination", "dominated"],
            "the trials that no other beats in every objective",
            "'experiment front e', where --maximize and --minimize name several", "hypervolume", "NSGAII"),
        Glossary.term(
            "hypervolume", aliases: ["hyper-volume"],
            "how much of the space of objectives a front beats: the larger, the better the front",
            "it says with one number how far a search for several objectives has come", "Pareto front"),
        Glossary.term(
            "Bayesian optimization", aliases: ["surrogate", "Gaussian process", "bayesian optimisation"],
            "a model of the results so far chooses what to try next: where it expects much, or knows little",
            "GP, TPE, SMAC and Metis; Auto chooses among them", "expected improvement", "GP"),
        Glossary.term(
            "expected improvement", aliases: ["EI", "acquisition"],
            "by how much a setting would beat the best on average, if the model of the results is right",
            "what GP and SMAC look for", "Bayesian optimization"),
        Glossary.term(
            "importance", aliases: ["parameter importance", "fANOVA", "functional ANOVA"],
            "how much of the differences between trials one parameter explains",
            "'plot importance e' draws it, 'experiment explain e' tells more; few trials make it a guess",
            "plot importance"),
        Glossary.term(
            "concurrency", aliases: ["parallel", "parallelism"], "how many trials run at once",
            "--concurrency; a tuner knows less when it chooses for many at a time", "threads"),
        Glossary.term(
            "constraint", aliases: ["feasible", "infeasible", "subject to"],
            "a bound that a trial has to keep to count",
            "--subject-to \"coverage@10 >= 0.2\"; what breaks it is not feasible and is never the best", "Pareto front"),
        Glossary.term(
            "optimism", aliases: ["selection bias", "winner's curse", "luck"],
            "the best of many trials was lucky too, so it comes to less on ratings that chose nothing",
            "'experiment best' and 'experiment explain' tell how much of it was luck", "validation", "holdout"),
    ]
}
