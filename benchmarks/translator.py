"""A training step of each of the translator's networks, against the plainest loops over time.

The loops look up each word's embedding, multiply by U at each time step, add each step's share to
the gradients, and make Adam's step matrix by matrix. Both sides clip and round the gradient.
"""

from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.figure import Figure, median_ratio, processor_seconds, settle_memory
from benchmarks.sentences import BATCH, RATE, SOURCE, TARGET, Drawn, drawn, package_step
from rnn_examples.translator.gradients import loss_and_gradient
from rnn_examples.translator.networks import BEGIN, KINDS, Array, Kind, views
from rnn_examples.translator.optimiser import (
    BETA_1,
    BETA_2,
    CLIP,
    EPSILON,
    GRID,
)

SIZES, RUNS = (32, 64), 31
NAMES = {"rnn": "tanh RNN", "lstm": "LSTM", "gru": "GRU", "attention": "GRU with attention"}

Arrays = dict[str, Array]
States = tuple[Array, ...]
"""The hidden states; of an LSTM the cell states too."""


def measure() -> Iterator[Figure]:
    settle_memory()
    for hidden in SIZES:
        for kind in KINDS:
            yield _figure(kind, hidden)


def _figure(kind: Kind, hidden: int) -> Figure:
    given = drawn(kind, hidden)
    _demand_the_same(given)
    ours, plain = package_step(given), _plain_step(given)
    ratio = median_ratio(ours, plain, RUNS, processor_seconds)
    return Figure(
        f"one training step, translator, {NAMES[kind]}, H = {hidden}, package / plain loop",
        f"{ratio:.2f} ×, {processor_seconds(ours) * 1e3:.1f} ms",
        "",
        f"processor time, median of {RUNS} pairs in turn; B = {BATCH}, {SOURCE} words to {TARGET}",
    )


def _demand_the_same(given: Drawn) -> None:
    """Refuse to measure loops that find another loss or gradient."""
    weights, gradient = (
        views(flat, given.sizes) for flat in (given.flat, np.empty(given.sizes.count))
    )
    loss = loss_and_gradient(given.sizes, weights, gradient, given.source, given.target)
    plain_loss, plain = _plain_gradient(given.sizes.kind, weights, given.source, given.target)
    same = [np.allclose(gradient[name], plain[name], 1e-9, 1e-13) for name in gradient]
    if not np.isclose(loss, plain_loss, 1e-12) or not all(same):
        raise RuntimeError(f"the plain loop of {given.sizes.kind} finds another gradient")


def _plain_step(given: Drawn) -> Callable[[], float]:
    """The same without flat vectors."""
    sizes, flat, source, target = given
    weights = {name: array.copy() for name, array in views(flat, sizes).items()}
    mean, square = ({name: np.zeros_like(weights[name]) for name in weights} for _ in range(2))
    steps = 0

    def step() -> float:
        nonlocal steps
        steps += 1
        loss, gradient = _plain_gradient(sizes.kind, weights, source, target)
        norm = np.sqrt(sum(np.sum(g**2) for g in gradient.values()))
        for name, g in gradient.items():
            g = np.rint(g * min(1.0, CLIP / norm) / GRID) * GRID
            mean[name] = BETA_1 * mean[name] + (1 - BETA_1) * g
            square[name] = BETA_2 * square[name] + (1 - BETA_2) * g**2
            m, v = mean[name] / (1 - BETA_1**steps), square[name] / (1 - BETA_2**steps)
            weights[name] = weights[name] - RATE * m / (np.sqrt(v) + EPSILON)
        return loss

    return step


def _plain_gradient(
    kind: Kind, weights: Arrays, source: Array, target: Array
) -> tuple[float, Arrays]:
    """The mean loss of the target words, and the gradient of each matrix."""
    gradient = {name: np.zeros_like(array) for name, array in weights.items()}
    zero = np.zeros((BATCH, len(weights["W_enc"])))
    first = (zero, zero) if kind == "lstm" else (zero,)
    before = np.concatenate([np.full((1, BATCH), BEGIN), target[:-1]])
    encoder, from_encoder = _read(kind, weights, "enc", source, first)
    decoder, from_decoder = _read(kind, weights, "dec", before, encoder[-1])
    memory = np.stack([state[0] for state in encoder[1:]], axis=1)  # batch × time × hidden
    d_memory, d_states, loss = np.zeros_like(memory), [], 0.0
    for state, words in zip(decoder[1:], target, strict=True):
        attended = _attend(weights, memory, state[0]) if kind == "attention" else None
        output = attended[-1] if attended else state[0]
        logits = output @ weights["V"] + weights["c"]
        ratios = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares = ratios / ratios.sum(axis=1, keepdims=True)
        loss -= np.log(shares[np.arange(BATCH), words]).sum() / target.size
        d_logits = (shares - np.eye(len(weights["c"]))[words]) / target.size
        gradient["V"] += output.T @ d_logits
        gradient["c"] += d_logits.sum(axis=0)
        d_output = d_logits @ weights["V"].T
        if attended:
            d_output = _back_to_state(weights, gradient, memory, d_memory, attended, d_output)
        d_states.append(d_output)
    d_last = tuple(np.zeros_like(part) for part in first)
    way = decoder, from_decoder, before, d_states, d_last
    d_last = _go_back(kind, weights, gradient, "dec", *way)
    way = encoder, from_encoder, source, list(d_memory.transpose(1, 0, 2)), d_last
    _go_back(kind, weights, gradient, "enc", *way)
    return float(loss), gradient


# One layer, forwards and backwards.


def _read(
    kind: Kind, weights: Arrays, layer: str, words: Array, first: States
) -> tuple[list[States], list[States]]:
    """All states, the first included, and what each step keeps for the way back."""
    E, U, W, b = (weights[f"{name}_{layer}"] for name in "EUWb")
    states, kept = [first], []
    for words_t in words:
        from_x, from_h = E[words_t] @ U + b, states[-1][0] @ W
        if kind == "rnn":
            state, parts = (np.tanh(from_x + from_h),), ()
        elif kind == "lstm":
            i, f, o, g = np.split(from_x + from_h, 4, axis=1)
            i, f, o, g = _sigmoid(i), _sigmoid(f), _sigmoid(o), np.tanh(g)
            c = f * states[-1][1] + i * g
            state, parts = (o * np.tanh(c), c), (i, f, o, g)
        else:
            (x_r, x_z, x_n), (h_r, h_z, h_n) = (np.split(a, 3, axis=1) for a in (from_x, from_h))
            r, z, h_n = _sigmoid(x_r + h_r), _sigmoid(x_z + h_z), h_n + weights[f"b_n_{layer}"]
            n = np.tanh(x_n + r * h_n)
            state, parts = ((1 - z) * n + z * states[-1][0],), (r, z, n, h_n)
        states.append(state)
        kept.append(parts)
    return states, kept


def _go_back(
    kind: Kind,
    weights: Arrays,
    gradient: Arrays,
    layer: str,
    states: list[States],
    kept: list[States],
    words: Array,
    d_states: list[Array],
    d_last: States,
) -> States:
    """Add each step's share to the gradients. Gives the derivatives of the first states."""
    E, U, W = (weights[f"{name}_{layer}"] for name in "EUW")
    d = d_last
    for t in reversed(range(len(words))):
        d = (d[0] + d_states[t], *d[1:])
        by_x, by_h, direct = _through_cell(kind, states[t + 1], states[t], kept[t], d)
        gradient[f"W_{layer}"] += states[t][0].T @ by_h
        gradient[f"U_{layer}"] += E[words[t]].T @ by_x
        gradient[f"b_{layer}"] += by_x.sum(axis=0)
        np.add.at(gradient[f"E_{layer}"], words[t], by_x @ U.T)
        if f"b_n_{layer}" in gradient:
            gradient[f"b_n_{layer}"] += by_h[:, 2 * len(W) :].sum(axis=0)
        d = (direct[0] + by_h @ W.T, *direct[1:])
    return d


def _through_cell(
    kind: Kind, state: States, before: States, kept: States, d: States
) -> tuple[Array, Array, States]:
    """The derivatives with respect to x U + b, to h W, and to the states before but for h W."""
    dh = d[0]
    if kind == "rnn":
        by_both = (1 - state[0] ** 2) * dh
        return by_both, by_both, (np.zeros_like(dh),)
    if kind == "lstm":
        (i, f, o, g), tanh_c = kept, np.tanh(state[1])
        dc = d[1] + o * (1 - tanh_c**2) * dh
        of_i, of_f = i * (1 - i) * g * dc, f * (1 - f) * before[1] * dc
        of_o, of_g = o * (1 - o) * tanh_c * dh, (1 - g**2) * i * dc
        by_both = np.concatenate([of_i, of_f, of_o, of_g], axis=1)
        return by_both, by_both, (np.zeros_like(dh), f * dc)
    r, z, n, h_n = kept
    of_n = (1 - n**2) * (1 - z) * dh
    of_r, of_z = r * (1 - r) * h_n * of_n, z * (1 - z) * (before[0] - n) * dh
    by_x = np.concatenate([of_r, of_z, of_n], axis=1)
    return by_x, np.concatenate([of_r, of_z, r * of_n], axis=1), (z * dh,)


def _sigmoid(a: Array) -> Array:
    return 1 / (1 + np.exp(-a))


# The attention of one decoder state.


def _attend(weights: Arrays, memory: Array, s: Array) -> tuple[Array, ...]:
    query = s @ weights["W_a"]
    scores = np.einsum("bh,bth->bt", query, memory)
    ratios = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares = ratios / ratios.sum(axis=1, keepdims=True)
    joined = np.concatenate([np.einsum("bt,bth->bh", shares, memory), s], axis=1)
    return s, query, shares, joined, np.tanh(joined @ weights["W_c"])


def _back_to_state(
    weights: Arrays,
    gradient: Arrays,
    memory: Array,
    d_memory: Array,
    attended: tuple[Array, ...],
    d_output: Array,
) -> Array:
    """Add to the gradients and to `d_memory`. Gives the derivatives of the decoder's state."""
    s, query, shares, joined, output = attended
    d = (1 - output**2) * d_output
    gradient["W_c"] += joined.T @ d
    d_context, d_s = np.split(d @ weights["W_c"].T, 2, axis=1)
    d_shares = np.einsum("bh,bth->bt", d_context, memory)
    d_scores = shares * (d_shares - (shares * d_shares).sum(axis=1, keepdims=True))
    d_memory += np.einsum("bt,bh->bth", shares, d_context)
    d_memory += np.einsum("bt,bh->bth", d_scores, query)
    d_query = np.einsum("bt,bth->bh", d_scores, memory)
    gradient["W_a"] += s.T @ d_query
    return d_s + d_query @ weights["W_a"].T
