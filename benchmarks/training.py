"""One step of the training page's run: the models' code, against bare NumPy expressions."""

from collections.abc import Iterator

import numpy as np

from benchmarks.figure import Figure, median_ratio, seconds
from rnn_examples.examples import training as page
from rnn_examples.models.train import TRAINED, train

STEPS, RUNS = 50, 31


def measure() -> Iterator[Figure]:
    given = page.FIRST_GRADIENT.arguments
    pair = {name: given[name] for name in ("w", "y_0", "y_star", "h_0")}
    weights = {name: given[name] for name in TRAINED}
    rates = {"eta": page.ETA, "theta": page.THETA}

    def models() -> dict[str, np.ndarray]:
        return dict(train(weights, **pair, **rates, steps=STEPS)[-1])

    def bare() -> dict[str, np.ndarray]:
        trained = weights
        for _ in range(STEPS):
            trained = _bare_step(trained, **pair, **rates)
        return trained

    ours, theirs = models(), bare()
    if any(ours[name].tobytes() != theirs[name].tobytes() for name in TRAINED):
        raise RuntimeError("the bare step gives other weights: it is no measure")
    yield Figure(
        "one training step, models / bare NumPy",
        f"{median_ratio(models, bare, RUNS):.2f} ×, {seconds(models) / STEPS * 1e6:.0f} µs",
        "",
        f"median of {RUNS} pairs of {STEPS} steps in turn, the same weights bit for bit",
    )
    yield Figure(
        "the training page's whole run",
        f"{seconds(page.run) * 1e3:.0f} ms",
        "",
        f"{page.STEPS} steps, once a build",
    )


def _bare_step(weights, w, y_0, y_star, h_0, eta, theta):  # noqa: ANN001, ANN202
    """Forwards, backwards, clipping, rounding and update, without records or functions."""
    E_enc, W_enc, U_enc, b_enc = (weights[name] for name in TRAINED[:4])
    E_dec, W_dec, U_dec, b_dec, V, c = (weights[name] for name in TRAINED[4:])
    h = [h_0]
    for word in w:
        h.append(np.tanh(W_enc @ h[-1] + U_enc @ E_enc[word] + b_enc))
    s, y_hat, before = [h[-1]], [], [y_0, *y_star]
    for t in range(len(y_star)):
        s.append(np.tanh(W_dec @ s[-1] + U_dec @ E_dec[before[t]] + b_dec))
        o = V @ s[-1] + c
        z = o - np.max(o)
        y_hat.append(np.exp(z - np.log(np.sum(np.exp(z)))))
    gradients = {name: np.zeros(weights[name].shape) for name in TRAINED}
    later = np.zeros(h_0.shape)
    for t in reversed(range(len(y_star))):
        do = y_hat[t].copy()
        do[y_star[t]] -= 1
        delta = (1 - s[t + 1] ** 2) * (V.T @ do + later)
        gradients["V"] += do[:, None] * s[t + 1]
        gradients["c"] += do
        gradients["W_dec"] += delta[:, None] * s[t]
        gradients["U_dec"] += delta[:, None] * E_dec[before[t]]
        gradients["b_dec"] += delta
        gradients["E_dec"][before[t]] += U_dec.T @ delta
        later = W_dec.T @ delta
    for t in reversed(range(len(w))):
        delta = (1 - h[t + 1] ** 2) * later
        gradients["W_enc"] += delta[:, None] * h[t]
        gradients["U_enc"] += delta[:, None] * E_enc[w[t]]
        gradients["b_enc"] += delta
        gradients["E_enc"][w[t]] += U_enc.T @ delta
        later = W_enc.T @ delta
    norm = np.sqrt(sum(np.sum(gradients[name] ** 2) for name in TRAINED))
    scale = theta / np.maximum(norm, theta)
    return {
        name: weights[name] - eta * (np.round(scale * gradients[name] * 2.0**22) * 2.0**-22)
        for name in TRAINED
    }
