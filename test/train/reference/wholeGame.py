"""Plays the games of wholeGame.inputs.json in JAX, in float64, and writes wholeGame.json: every
loss, score, norm, weight, moment and average after each step.

    python3 -m venv venv && venv/bin/pip install jax==0.10.2
    venv/bin/python test/train/reference/wholeGame.py
    npx prettier --write test/train/reference

Written from the papers' formulas, as a second implementation: nothing of src/train is used.
"""

import json
import pathlib

import jax
import jax.numpy as np

jax.config.update("jax_enable_x64", True)
here = pathlib.Path(__file__).parent
given = json.loads((here / "wholeGame.inputs.json").read_text())
samples = np.array(given["samples"]).reshape(-1, 2)
labels = np.array(given["labels"])
softplus, sigmoid = jax.nn.softplus, jax.nn.sigmoid


def dense(layer, x):
    kernel, bias = layer
    return x @ kernel + bias


def shaped(layers):
    return [(np.array(k).reshape(-1, len(b)), np.array(b)) for k, b in layers]


def draw(g, z, told):
    x = z if told is None else np.concatenate([z, told], 1)
    return np.tanh(dense(g[1], np.tanh(dense(g[0], x))))


def judge(d, x, m):
    """Logits, and class logits where D has a second output; m samples at once (PacGAN)."""
    h = np.tanh(dense(d[0], np.concatenate(np.split(x, m), 1)))
    return dense(d[1], h), dense(d[2], h) if len(d) > 2 else None


def slopes(d, x, m):
    """|grad_x D(x)|^2 of each sample."""
    return np.sum(jax.grad(lambda x: np.sum(judge(d, x, m)[0]))(x) ** 2, 1)


def cross_entropy(logits, told):
    return -np.mean(np.sum(told * jax.nn.log_softmax(logits), 1))


class Adam:
    """arXiv 1412.6980, algorithm 1."""

    def __init__(self, weights, rate, beta1, beta2, epsilon):
        self.settings = rate, beta1, beta2, epsilon
        self.mean = self.square = jax.tree.map(np.zeros_like, weights)
        self.t = 0

    def step(self, weights, gradient):
        rate, b1, b2, epsilon = self.settings
        self.t += 1
        self.mean = jax.tree.map(lambda m, g: b1 * m + (1 - b1) * g, self.mean, gradient)
        self.square = jax.tree.map(lambda v, g: b2 * v + (1 - b2) * g * g, self.square, gradient)
        return jax.tree.map(
            lambda w, m, v: (
                w - rate * (m / (1 - b1**self.t)) / (np.sqrt(v / (1 - b2**self.t)) + epsilon)
            ),
            weights,
            self.mean,
            self.square,
        )


def norm(gradient):
    return np.sqrt(sum(np.sum(g**2) for g in jax.tree.leaves(gradient)))


def packed(m):
    """Relativistic pairs (arXiv 1807.00734) with R1 and R2 (arXiv 1801.04406)."""

    def of_d(d, x, fake, told):
        ahead = judge(d, x, m)[0] - judge(d, fake, m)[0]
        penalty = 0.3 / 2 * np.mean(slopes(d, x, m)) + 0.7 / 2 * np.mean(slopes(d, fake, m))
        return np.mean(softplus(-ahead)) + penalty, (
            np.mean(sigmoid(ahead)),
            np.mean(sigmoid(-ahead)),
        )

    def of_g(g, d, z, x, told):
        ahead = judge(d, x, m)[0] - judge(d, draw(g, z, told), m)[0]
        return np.mean(softplus(ahead)), np.mean(sigmoid(-ahead))

    return of_d, of_g


def told(m):
    """Non-saturating with one-sided smoothing, R1, and an auxiliary classifier."""

    def of_d(d, x, fake, condition):
        (real, seen), (drawn, _) = judge(d, x, m), judge(d, fake, m)
        loss = (
            0.9 * np.mean(softplus(-real))
            + 0.1 * np.mean(softplus(real))
            + np.mean(softplus(drawn))
        )
        loss += 0.4 * cross_entropy(seen, condition) + 0.5 / 2 * np.mean(slopes(d, x, m))
        return loss, (np.mean(sigmoid(real)), np.mean(sigmoid(drawn)))

    def of_g(g, d, z, x, condition):
        logits, seen = judge(d, draw(g, z, condition), m)
        return np.mean(softplus(-logits)) + 0.4 * cross_entropy(seen, condition), np.mean(
            sigmoid(logits)
        )

    return of_d, of_g


def flat(tree):
    return [np.ravel(leaf).tolist() for leaf in jax.tree.leaves(tree)]


def play(game):
    settings = game["settings"]
    m, k = settings.get("packing", 1), settings.get("discriminatorSteps", 1)
    of_d, of_g = {"packed": packed, "told": told}[game["name"]](m)
    g, d = shaped(game["weights"]["generator"]), shaped(game["weights"]["discriminator"])
    rest = settings["beta1"], settings["beta2"], settings.get("epsilon", 1e-7)
    adam_g = Adam(g, settings["learningRate"]["generator"], *rest)
    adam_d = Adam(d, settings["learningRate"]["discriminator"], *rest)
    batches = iter(game["batches"])
    noise = iter([np.array(z).reshape(-1, 2) for z in game["noise"]])
    average, decay = g, settings.get("averageDecay")
    states = []
    for step in range(given["steps"]):
        for _ in range(k):
            positions = np.array(next(batches))
            x = samples[positions]
            condition = np.eye(3)[labels[positions]] if game["name"] == "told" else None
            fake = draw(g, next(noise), condition)
            (loss_d, scores), gradient = jax.value_and_grad(of_d, has_aux=True)(
                d, x, fake, condition
            )
            norm_d, d = norm(gradient), adam_d.step(d, gradient)
        z = next(noise)
        (loss_g, after), gradient = jax.value_and_grad(of_g, has_aux=True)(g, d, z, x, condition)
        norm_g, g = norm(gradient), adam_g.step(g, gradient)
        if decay is not None:  # warmed up: at most (1 + t) / (10 + t)
            share = 1 - min(decay, (1 + step) / (10 + step))
            average = jax.tree.map(lambda a, w: a + share * (w - a), average, g)
        states.append(
            {
                "history": {
                    "discriminatorLoss": float(loss_d),
                    "generatorLoss": float(loss_g),
                    "realScore": float(scores[0]),
                    "fakeScore": float(scores[1]),
                    "fakeScoreAfter": float(after),
                    "discriminatorGradientNorm": float(norm_d),
                    "generatorGradientNorm": float(norm_g),
                },
                "generator": flat(g),
                "discriminator": flat(d),
                "generatorMeans": flat(adam_g.mean),
                "generatorSquares": flat(adam_g.square),
                "discriminatorMeans": flat(adam_d.mean),
                "discriminatorSquares": flat(adam_d.square),
                "average": flat(average) if decay is not None else [],
            }
        )
    return {"name": game["name"], "states": states}


result = {"jax": jax.__version__, "games": [play(game) for game in given["games"]]}
(here / "wholeGame.json").write_text(json.dumps(result, indent=1))
