#!/usr/bin/env python3
"""Writes Tests/Fixtures/ncf_steps.json: steps of recommenders' NCF (TensorFlow) from drawn weights over drawn batches.

Needs recommenders 1.2.1, TensorFlow with Keras 2, tf_slim and pandas before 3 (PyPI):
    python3 -m venv .build-peers && .build-peers/bin/pip install recommenders==1.2.1 tensorflow tf_keras tf_slim 'pandas<3'
    .build-peers/bin/python scripts/reference_ncf.py
"""
import json
import os
import pathlib

os.environ["TF_USE_LEGACY_KERAS"] = "1"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import tensorflow as tf
from recommenders.models.ncf.ncf_singlenode import NCF

USERS, ITEMS, STEPS, BATCH = 9, 11, 12, 13


def case(model_type, n_factors, layer_sizes, rate, seed):
    """Weights of the size of trained ones, so that every part of the network matters."""
    random = np.random.RandomState(seed)
    model = NCF(USERS, ITEMS, model_type=model_type, n_factors=n_factors, layer_sizes=layer_sizes, batch_size=BATCH,
                learning_rate=rate, verbose=0, seed=seed)
    variables = tf.compat.v1.trainable_variables()
    initial = {v.name: random.normal(0, 0.3, v.shape.as_list()).astype(np.float32) for v in variables}
    for v in variables:
        v.load(initial[v.name], model.sess)

    def tensors(values):
        return {name: {"shape": list(value.shape), "values": value.ravel().astype(float).tolist()} for name, value in values.items()}

    def feed(users, items, labels=None):
        known = {model.user_input: np.array(users)[:, None], model.item_input: np.array(items)[:, None]}
        return known if labels is None else {**known, model.labels: np.array(labels)[:, None]}

    batches, losses, after = [], [], {}
    for step in range(1, STEPS + 1):
        # Some users and items come seldom, so that their rows miss steps.
        users = random.randint(0, USERS if step % 4 == 1 else USERS - 3, BATCH)
        items = random.randint(0, ITEMS if step % 5 == 1 else ITEMS - 4, BATCH)
        labels = (random.random_sample(BATCH) < 0.4).astype(float)
        loss, _ = model.sess.run([model.loss, model.optimizer], feed(users, items, labels))
        batches.append({"user": users.tolist(), "item": items.tolist(), "label": labels.tolist()})
        losses.append(float(loss))
        if step in (1, 4, STEPS):
            after[str(step)] = tensors({v.name: model.sess.run(v) for v in variables})
    pairs = [(u, i) for u in range(USERS) for i in range(ITEMS)]
    predictions = model.sess.run(model.output, feed(*zip(*pairs))).ravel()
    return {"model_type": model_type, "n_users": USERS, "n_items": ITEMS, "n_factors": n_factors, "layer_sizes": layer_sizes,
            "learning_rate": rate, "initial": tensors(initial), "batches": batches, "loss_before_each_step": losses,
            "weights_after_step": after, "predictions_user_major": predictions.astype(float).tolist()}


def main():
    cases = [case("GMF", 3, [4, 2], 0.01, 1), case("MLP", 2, [6, 5, 3], 0.01, 2), case("NeuMF", 3, [8, 4], 0.005, 3)]
    path = pathlib.Path(__file__).parent.parent / "Tests" / "Fixtures" / "ncf_steps.json"
    path.write_text(json.dumps(cases) + "\n")


if __name__ == "__main__":
    main()
