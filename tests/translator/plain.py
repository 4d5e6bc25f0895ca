"""The four networks once more: one sentence, one step, one gate at a time. Complex numbers pass."""

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def cell(kind, x, state, U, W, b, b_n):
    """One step for one sentence. state: of hidden, or of hidden and cell."""
    h = state[0]
    n = len(h)
    from_x, from_h = x @ U + b, h @ W
    if kind == "rnn":
        return (np.tanh(from_x + from_h),)
    if kind == "lstm":
        a = from_x + from_h
        gate_in, forget, out = (sigmoid(a[k * n : (k + 1) * n]) for k in range(3))
        c = forget * state[1] + gate_in * np.tanh(a[3 * n :])
        return out * np.tanh(c), c
    reset = sigmoid(from_x[:n] + from_h[:n])
    update = sigmoid(from_x[n : 2 * n] + from_h[n : 2 * n])
    candidate = np.tanh(from_x[2 * n :] + reset * (from_h[2 * n :] + b_n))
    return ((1 - update) * candidate + update * h,)


def run(kind, weights, layer, words, state):
    """All states of a layer, and the last."""
    E, U, W, b = (weights[f"{name}_{layer}"] for name in ("E", "U", "W", "b"))
    found = []
    for word in words:
        state = cell(kind, E[word], state, U, W, b, weights.get(f"b_n_{layer}"))
        found.append(state[0])
    return found, state


def log_probabilities(kind, weights, source, target):
    """For each target word, the logarithms of the probabilities of all words."""
    n = weights["W_enc"].shape[0]
    zero = np.zeros(n)
    states = (zero, zero) if kind == "lstm" else (zero,)
    memory, last = run(kind, weights, "enc", source, states)
    written, _ = run(kind, weights, "dec", [0, *target[:-1]], last)
    rows = []
    for s in written:
        output = s
        if kind == "attention":
            scores = np.array([s @ weights["W_a"] @ h for h in memory])
            shares = np.exp(scores - scores.real.max())
            shares = shares / shares.sum()
            context = sum(share * h for share, h in zip(shares, memory, strict=True))
            output = np.tanh(np.concatenate([context, s]) @ weights["W_c"])
        logits = output @ weights["V"] + weights["c"]
        rows.append(logits - np.log(np.exp(logits).sum()))
    return rows


def loss(kind, weights, sources, targets):
    """The mean over all words of all sentences."""
    total, count = 0, 0
    for source, target in zip(sources, targets, strict=True):
        rows = log_probabilities(kind, weights, source, target)
        total -= sum(row[word] for row, word in zip(rows, target, strict=True))
        count += len(target)
    return total / count
