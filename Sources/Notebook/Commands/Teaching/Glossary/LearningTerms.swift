import Notebook

/// How models learn.
enum LearningTerms {
    static let all: [Topic] = [
        Glossary.term(
            "regularization", aliases: ["regularisation", "L2", "weight decay", "shrinkage"],
            "a cost on large weights, so that a model follows the rule in the data rather than their accidents",
            "more of it smooths towards what many like, less fits each user more closely; reg_all, reg and weight_decay set it",
            "overfitting", "reg_all"),
        Glossary.term(
            "overfitting", aliases: ["overfit", "memorizing"],
            "a model learns its training ratings by heart and gets worse on others",
            "the training value gets better while the validation value gets worse; more regularization, fewer epochs or factors help",
            "regularization", "early stopping", "learning curve"),
        Glossary.term(
            "underfitting", aliases: ["underfit"],
            "a model is too small, or too little trained, for what is in the data",
            "training and validation are both poor; more epochs, more factors or less regularization help",
            "overfitting",
            "convergence"),
        Glossary.term(
            "epoch", aliases: ["epochs", "pass", "iteration"], "one pass of a training over all its ratings",
            "n_epochs says how many; each is a point of the learning curve", "learning curve", "early stopping",
            "convergence"),
        Glossary.term(
            "learning rate", aliases: ["step size", "lr"], "how far each step of a training moves the weights",
            "too low learns slowly, too high never settles or runs away; lr_all and learning_rate, sought by its logarithm",
            "loguniform", "convergence"),
        Glossary.term(
            "convergence", aliases: ["converge", "diverge", "divergence"],
            "a training that no longer changes; it diverges where values run away instead",
            "'plot curve m' shows it; what diverges says so and names its learning rate", "learning rate", "epoch"),
        Glossary.term(
            "gradient descent", aliases: ["SGD", "stochastic gradient descent"],
            "weights go step by step in the direction that lowers the loss fastest", "svd, svdpp, ncf and bpr learn so",
            "learning rate", "epoch"),
        Glossary.term(
            "loss", aliases: ["objective function", "cost"], "the number that a training lowers",
            "of ratings the squared error, shown as its root, of choices the log loss", "rmse", "logloss"),
        Glossary.term(
            "latent factors", aliases: ["factors", "factor", "latent factor", "matrix factorization"],
            "numbers for each user and item whose product says how well they go together; nobody names what they mean",
            "n_factors says how many: more tell finer tastes apart and need more regularization", "n_factors",
            "embedding"),
        Glossary.term(
            "embedding", aliases: ["embeddings", "vector"],
            "the row of numbers that a model learns for a user or an item",
            "'similar m ITEM' compares those of items by their cosine", "latent factors", "similarity"),
        Glossary.term(
            "bias", aliases: ["biases", "intercept"],
            "by how much a user's or an item's ratings lie above or below the mean, whatever the pair",
            "baseline learns nothing else; svd adds its factors to it", "baseline", "biased"),
        Glossary.term(
            "neighbourhood", aliases: ["neighbours", "neighborhood", "nearest neighbours", "kNN"],
            "the users or items that are most alike, whose ratings are averaged",
            "knn and itemknn; k says how many count",
            "similarity", "k"),
        Glossary.term(
            "similarity", aliases: ["cosine similarity", "distance"],
            "how alike two users or items are, by who rated them and how",
            "cosine looks at the angle, pearson at what is beside the means, jaccard at who they share",
            "neighbourhood",
            "diversity@10"),
        Glossary.term(
            "implicit feedback", aliases: ["implicit", "one-class"],
            "what people did, such as a click or a purchase, and nothing of what they disliked",
            "als, bpr, ease, slim, itemknn and ncf take every rating above 0 as a choice; they are judged by lists",
            "explicit feedback", "negative sampling"),
        Glossary.term(
            "explicit feedback", aliases: ["explicit"], "what people said of how they like an item, such as stars",
            "svd, svdpp, knn and baseline estimate ratings; they are judged by rmse", "implicit feedback", "rmse"),
        Glossary.term(
            "negative sampling", aliases: ["negatives", "negative"],
            "items that a user never chose, drawn by chance to stand for what is not wanted",
            "n_neg of ncf and negatives of bpr say how many and how; 'split --negatives' draws those that judge",
            "sampled metrics", "implicit feedback"),
        Glossary.term(
            "cold start", aliases: ["newcomer", "cold-start"],
            "a user or an item that training never saw, of whom a model knows nothing",
            "estimates fall back to means; 'recommend m --like ITEM' serves somebody who is not in the data", "fold-in"),
        Glossary.term(
            "fold-in", aliases: ["folding in"], "taking a new user into a trained model by their ratings alone",
            "'recommend m --ratings FILE' and '--like' do it, of the learners that can", "cold start"),
        Glossary.term(
            "seed", aliases: ["random seed", "reproducibility"],
            "the number that all draws come from: the same one gives the same result",
            "--seed and random_state; 'set seed N' gives one to every command that names none", "random_state"),
        Glossary.term(
            "early stopping", aliases: ["patience"],
            "a training or a trial ends before its last epoch, as it gets no better",
            "'train --early-stop 3' keeps the best epoch; in a search an assessor ends trials", "Medianstop",
            "overfitting"),
        Glossary.term(
            "warm start", aliases: ["pretraining", "pretrained"],
            "a training that begins from what another one learned",
            "ncf with --pretrained; PBT and experiments that are resumed go on from weights", "PBT"),
    ]
}
