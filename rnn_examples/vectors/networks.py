"""The networks, forwards, entry by entry in numbers of 400 digits.

Written from the equations, with lists and loops. Each takes its inputs by name and gives two
things: every value on the way, by name, a list with one entry a time step; and the loss.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from rnn_examples.vectors.exact import Number, dot, exp, log_of_sum, number, sigmoid, tanh

Vector = list[Number]
Given = Mapping[str, Any]
Values = dict[str, Any]
Step = Callable[[Given, Vector, Values], Values]
"""One time step, from the inputs by name, x_t, and the states before, by their names."""
Network = Callable[[Given], tuple[Values, Number]]


def times(W: list[Vector], v: Vector, b: Vector) -> Vector:
    """Compute W v + b."""
    return [dot(row, v) + entry for row, entry in zip(W, b, strict=True)]


def affine(given: Given, end: str, h: Vector, x: Vector) -> Vector:
    """Compute W h + U x + b, of the W, U and b whose names have this end."""
    return plus(times(given[f"W{end}"], h, given[f"b{end}"]), [dot(U, x) for U in given[f"U{end}"]])


def product(one: Vector, other: Vector) -> Vector:
    """Multiply entry by entry."""
    return [a * b for a, b in zip(one, other, strict=True)]


def plus(one: Vector, other: Vector) -> Vector:
    """Add entry by entry."""
    return [a + b for a, b in zip(one, other, strict=True)]


def each(function: Callable[[Number], Number], a: Vector) -> Vector:
    """Apply a function to each entry."""
    return [function(entry) for entry in a]


# One time step.


def rnn_step(given: Given, x: Vector, before: Values, end: str = "") -> Values:
    """Elman's cell. end: of the names, where a network has several cells."""
    a = affine(given, end, before[f"h{end}"], x)
    return {f"a{end}": a, f"h{end}": each(tanh, a)}


def lstm_step(given: Given, x: Vector, before: Values) -> Values:
    """An LSTM; without W_f it has no forget gate, with p_i it has peepholes."""
    h, c = before["h"], before["c"]

    def pre(gate: str, seen: Vector) -> Vector:
        a = affine(given, f"_{gate}", h, x)
        return plus(a, product(given[f"p_{gate}"], seen)) if f"p_{gate}" in given else a

    found = {"a_i": pre("i", c)}
    i = each(sigmoid, found["a_i"])
    kept = c
    gates = {"i": i}
    if "W_f" in given:
        found["a_f"] = pre("f", c)
        gates["f"] = each(sigmoid, found["a_f"])
        kept = product(gates["f"], c)
    found["a_c"] = affine(given, "_c", h, x)
    c_tilde = each(tanh, found["a_c"])
    c = plus(kept, product(i, c_tilde))
    found["a_o"] = pre("o", c)
    gates["o"] = each(sigmoid, found["a_o"])
    tanh_c = each(tanh, c)
    states = {"c_tilde": c_tilde, "c": c, "tanh_c": tanh_c, "h": product(gates["o"], tanh_c)}
    return {**found, **gates, **states}


def gru_step(given: Given, x: Vector, before: Values) -> Values:
    """A GRU, in the convention that `reset_after` and `z_keeps` name."""
    h = before["h"]
    a_z, a_r = (affine(given, f"_{gate}", h, x) for gate in "zr")
    z, r = each(sigmoid, a_z), each(sigmoid, a_r)
    if given["reset_after"]:
        recurrent = product(r, times(given["W_h"], h, given["b_rec"]))
    else:
        recurrent = times(given["W_h"], product(r, h), given["b_rec"])
    a_h = plus(recurrent, times(given["U_h"], x, given["b_h"]))
    h_tilde = each(tanh, a_h)
    rest = [1 - entry for entry in z]
    kept, written = (z, rest) if given["z_keeps"] else (rest, z)
    new = plus(product(kept, h), product(written, h_tilde))
    return {
        "a_z": a_z, "z": z, "a_r": a_r, "r": r, "recurrent": recurrent,
        "a_h": a_h, "h_tilde": h_tilde, "h": new,
    }  # fmt: skip


# Over time.


def over_time(steps: Sequence[Values]) -> Values:
    """Each value of all steps, behind one another."""
    return {name: [step[name] for step in steps] for name in steps[0]}


def weighted(weights: list[Vector], states: list[Vector]) -> Number:
    """Sum all states, each times its weight."""
    return total([dot(w, h) for w, h in zip(weights, states, strict=True)])


def total(terms: Sequence[Number]) -> Number:
    """Sum numbers."""
    return dot(terms, [number(1)] * len(terms))


def run(step: Step, given: Given, x: list[Vector], before: Values) -> list[Values]:
    """Take one time step after the other."""
    steps = []
    for x_t in x:
        before = step(given, x_t, before)
        steps.append(before)
    return steps


def cell(step: Step, states: str) -> Network:
    """Make a network of a cell; the loss is a weighted sum of its states. states: h, or hc."""

    def network(given: Given) -> tuple[Values, Number]:
        first = {state: given[f"{state}_0"] for state in states}
        values = over_time(run(step, given, given["x"], first))
        loss = weighted(given["dh_now"], values["h"])
        return values, loss + dot(given["dc_T"], values["c"][-1]) if "c" in states else loss

    return network


def batch(step: Step, states: str) -> Network:
    """Make a network of a cell, for sentences of unequal lengths.

    Each is read alone, up to its end. Behind it the states stay, all other values are 0.
    """

    def network(given: Given) -> tuple[Values, Number]:
        sentences = []
        for n, length in enumerate(given["length"]):
            first = {state: given[f"{state}_0"][n] for state in states}
            words = [x_t[n] for x_t in given["x"]][:length]
            sentences.append((first, run(step, given, words, first)))
        values = side_by_side(sentences, len(given["x"]))
        terms = [
            weighted([dh[n] for dh in given["dh_now"]][: len(steps)], [s["h"] for s in steps])
            for n, (_, steps) in enumerate(sentences)
        ]
        terms += [weighted(given[f"d{s}_T"], values[s][-1]) for s in states]
        return values, total(terms)

    return network


def side_by_side(sentences: list[tuple[Values, list[Values]]], time: int) -> Values:
    """Each value of all sentences: a list of time steps, in each a list of sentences."""
    some = next(steps[0] for _, steps in sentences if steps)

    def at(t: int, name: str, first: Values, steps: list[Values]) -> Vector:
        if t < len(steps):
            return list(steps[t][name])
        last = steps[-1] if steps else first
        return last[name] if name in first else [number(0) for _ in some[name]]

    return {
        name: [[at(t, name, *sentence) for sentence in sentences] for t in range(time)]
        for name in some
    }


# Losses.


def cross_entropy(o: Vector, y: int) -> Values:
    """Softmax, its logarithm, and the loss of one token, in nats."""
    log_sum = log_of_sum(o)
    log_y_hat = [entry - log_sum for entry in o]
    return {"log_y_hat": log_y_hat, "y_hat": each(exp, log_y_hat), "l": log_sum - o[y]}


def softmax(given: Given) -> tuple[Values, Number]:
    """Compute the cross-entropies of given logits, and their sum."""
    rows = zip(given["o"], given["y_star"], strict=True)
    values = over_time([cross_entropy(o, y) for o, y in rows])
    return values, total(values["l"])


def scored_batch(given: Given) -> tuple[Values, Number]:
    """Elman's network with an output at each step, for sentences of unequal lengths.

    Each token's loss counts with its share.
    """

    def step(given: Given, x: Vector, before: Values) -> Values:
        found = rnn_step(given, x, before)
        return {**found, "o": times(given["V"], found["h"], given["c"])}

    sentences, terms = [], []
    for n, length in enumerate(given["length"]):
        first = {"h": given["h_0"][n]}
        steps = run(step, given, [x_t[n] for x_t in given["x"]][:length], first)
        for t, found in enumerate(steps):
            scores = cross_entropy(found["o"], given["y_star"][t][n])
            terms.append(given["shares"][t][n] * scores["l"])
            found |= {**scores, "l": [scores["l"]]}
        sentences.append((first, steps))
    values = side_by_side(sentences, len(given["x"]))
    values["l"] = [[entry for (entry,) in row] for row in values["l"]]
    return values, total(terms)


# Several networks in one.


def deep(given: Given) -> tuple[Values, Number]:
    """Two layers; each takes a whole sequence, then the next one its states."""
    values: Values = {}
    below = given["x"]
    for end in ("_l1", "_l2"):
        first = {f"h{end}": given[f"h_0{end}"]}
        step = partial(rnn_step, end=end)
        values |= over_time(run(step, given, below, first))
        below = values[f"h{end}"]
    return values, weighted(given["dh_now"], below)


def bidirectional(given: Given) -> tuple[Values, Number]:
    """Both directions; the states are in the order of the sentence."""
    values: Values = {}
    for end, turned in (("_fwd", False), ("_bwd", True)):
        x = given["x"][::-1] if turned else given["x"]
        steps = run(partial(rnn_step, end=end), given, x, {f"h{end}": given[f"h_0{end}"]})
        values |= over_time(steps[::-1] if turned else steps)
    both = zip(values["h_fwd"], values["h_bwd"], strict=True)
    loss = [weighted(given[f"dh_now{end}"], values[f"h{end}"]) for end in ("_fwd", "_bwd")]
    return {**values, "h": [fwd + bwd for fwd, bwd in both]}, total(loss)


def translator(given: Given) -> tuple[Values, Number]:
    """An encoder, whose last state is the first of a decoder under teacher forcing."""
    x_enc = [given["E_enc"][word] for word in given["w"]]
    encoder = run(partial(rnn_step, end="_enc"), given, x_enc, {"h_enc": given["h_0"]})
    read = [given["y_0"], *given["y_star"][:-1]]
    x_dec = [given["E_dec"][token] for token in read]
    decoder = run(partial(rnn_step, end="_dec"), given, x_dec, {"h_dec": encoder[-1]["h_enc"]})
    values = {**over_time(encoder), **over_time(decoder)}
    values["h"], values["s"] = values.pop("h_enc"), values.pop("h_dec")
    values["o"] = [times(given["V"], s, given["c"]) for s in values["s"]]
    scores, loss = softmax({"o": values["o"], "y_star": given["y_star"]})
    return {**values, **scores}, loss


rnn, lstm, gru = cell(rnn_step, "h"), cell(lstm_step, "hc"), cell(gru_step, "h")
lstm_batch, gru_batch = batch(lstm_step, "hc"), batch(gru_step, "h")
