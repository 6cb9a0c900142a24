import Notebook

/// How models are judged, and what data are like.
enum JudgingTerms {
    static let all: [Topic] = [
        Glossary.term(
            "validation", aliases: ["validation set", "dev set"],
            "ratings that no training sees and choices are made by: epochs, hyper-parameters, learners",
            "the validation part of a split; what it chose has to be judged again on the test part", "holdout",
            "data leakage", "overfitting"),
        Glossary.term(
            "holdout", aliases: ["test set", "hold-out", "held out"],
            "ratings that are kept away until the last judgement",
            "'split d --ratio 0.7 0.15 0.15' keeps a test part; 'evaluate m data.test' uses it once", "validation",
            "k-fold cross-validation"),
        Glossary.term(
            "k-fold cross-validation", aliases: ["cross-validation", "cross validation", "kfold", "CV"],
            "data are cut into k parts, each of which judges once while the others train",
            "'crossvalidate svd d' and 'experiment start svd d --folds 5'; the spread over folds tells how sure the mean is",
            "fold", "holdout"),
        Glossary.term(
            "leave-one-out", aliases: ["leave one out", "LOO"], "one rating of each user is left out and judged",
            "'split d --by leave-one-out', which draws negatives beside it", "hit@10", "sampled metrics"),
        Glossary.term(
            "data leakage", aliases: ["leakage", "leak"],
            "training has seen what judges it, so that results look better than they are",
            "'evaluate' warns where a model's training ratings are among those that judge; --by chrono keeps later ratings out",
            "holdout", "validation"),
        Glossary.term(
            "baseline", aliases: ["baselines"], "the simplest model that a better one has to beat",
            "popular and random for lists, baseline for ratings; without them a number says little", "popular", "bias"),
        Glossary.term(
            "ranking", aliases: ["top-k", "top-n", "ranked list"], "items in the order of their scores, the best first",
            "precision, recall, ndcg and the others with @K judge the first K of it", "cutoff", "ndcg@10"),
        Glossary.term(
            "cutoff", aliases: ["@k", "K"], "how many items of a list are judged",
            "the number behind @: ndcg@10 looks at ten; several at once are ndcg@5,10,20", "ranking"),
        Glossary.term(
            "relevance", aliases: ["relevant"], "an item of a list counts as right",
            "it is among the user's judged ratings; --relevant-from says from which rating on", "precision@10",
            "recall@10"),
        Glossary.term(
            "sampled metrics", aliases: ["sampled metric", "drawn candidates"],
            "lists are ranked among a few drawn items instead of all",
            "they are higher and may order models otherwise; --candidates names the items that are ranked",
            "negative sampling", "leave-one-out"),
        Glossary.term(
            "popularity bias", aliases: ["popularity"],
            "models and metrics favour what many have rated, whoever asks",
            "compare with popular, and look at coverage, novelty and diversity beside ndcg", "long tail", "coverage@10"),
        Glossary.term(
            "long tail", aliases: ["tail"], "the many items that few people have rated",
            "'plot ratings d' shows how few ratings most items have", "popularity bias", "density"),
        Glossary.term(
            "density", aliases: ["sparsity", "sparse", "dense"],
            "the share of all pairs of user and item that have a rating",
            "'describe d' tells it; below a percent is usual, and sparse data need more regularization", "long tail"),
        Glossary.term(
            "confidence interval", aliases: ["interval", "95 % interval", "bootstrap", "±"],
            "the range in which a number would lie if other users of the same kind had been asked, 95 times of 100",
            "'evaluate' shows it as ±, from resampling users; two that overlap widely can't be told apart by them alone",
            "p-value"),
        Glossary.term(
            "p-value", aliases: ["p", "significance", "significant", "p value"],
            "how often chance alone would bring a difference at least as large",
            "'compare' tells it for each pair; below 0.05 counts as told apart, after Holm's correction",
            "Holm correction",
            "confidence interval"),
        Glossary.term(
            "Holm correction", aliases: ["Holm", "multiple comparisons", "Bonferroni"],
            "p-values are raised where many pairs are tested, as one of many is small by chance",
            "'compare' and 'benchmark' apply it to all their pairs", "p-value"),
        Glossary.term(
            "learning curve", aliases: ["curve", "training curve"],
            "the loss and the validation metric, epoch by epoch",
            "'plot curve m'; training that falls while validation rises is overfitting", "overfitting", "epoch"),
        Glossary.term(
            "standard deviation", aliases: ["deviation", "std"], "how far values usually lie from their mean",
            "of folds in 'crossvalidate', of first weights in init_std_dev", "k-fold cross-validation"),
    ]
}
