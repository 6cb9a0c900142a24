extension Distribution {
    /// What a type of a search space draws, what it is good for, and a line of it.
    package static func meaning(of type: String) -> (meaning: String, use: String, example: String) {
        switch type {
        case "choice":
            (
                "one of the listed values, each as likely", "for words, and for sizes that only make sense in steps",
                "n_factors choice 10 50 100"
            )
        case "randint":
            (
                "a whole number from the first on and below the second",
                "for counts of which each matters, such as epochs", "n_epochs randint 5 51"
            )
        case "uniform":
            (
                "a number between two bounds, everywhere as likely",
                "where a step of the same size means the same everywhere", "dropout uniform 0 0.5"
            )
        case "quniform":
            (
                "a number between two bounds, rounded to multiples of the third",
                "for counts in steps, such as 16, 32, 48", "n_factors quniform 16 128 16"
            )
        case "loguniform":
            (
                "a number between two bounds whose logarithm is everywhere as likely: 0.001 to 0.01 as often as 0.01 to 0.1",
                "for learning rates and regularization, whose size is what is unknown", "lr_all loguniform 1e-4 0.1"
            )
        case "qloguniform":
            (
                "as loguniform, rounded to multiples of the third",
                "for counts over several sizes, such as 10 to 1000 in tens", "k qloguniform 10 1000 10"
            )
        case "normal":
            (
                "a number around a mean with a standard deviation, without bounds",
                "where a good value is known and one looks around it", "bias normal 0 1"
            )
        case "qnormal":
            (
                "as normal, rounded to multiples of the third", "for counts around a value that is known to be good",
                "n_epochs qnormal 20 5 1"
            )
        case "lognormal":
            (
                "a number above 0 whose logarithm is normal with this mean and standard deviation",
                "for sizes around a known one: the mean is a logarithm, so 0 stands for 1", "reg lognormal 0 1"
            )
        default:
            (
                "as lognormal, rounded to multiples of the third",
                "for counts whose size is about known, of which a few may be large", "k qlognormal 3 1 1"
            )
        }
    }
}
