"""Attention in mpmath with 50 digits, source state by source state; derivatives by differences.

As in `derivatives`, a run asks at every place that has a name whether a number is changed there:
at `h_keys` only the scores see the change, at `h_values` only the mean.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rnn_examples.oracles.derivatives import (
    Change,
    Differences,
    Run,
    Values,
    cross_entropy,
    unchanged,
)
from rnn_examples.oracles.fifty_digits import affine, by_time, encode, exact, mp
from rnn_examples.oracles.training import moment
from rnn_examples.worked_example.oracle import Oracle, oracle

TITLE = "mpmath, 50 digits"
DIFFERENCES = "finite differences, 50 digits"

Vector = list[Any]
Score = Callable[[Change, Values, Vector, Vector, int], Values]
"""What is computed with s and one source state, number i: its score, and what lies before it."""


def product(v: Sequence[Any], w: Sequence[Any]) -> Any:
    """The sum of products."""
    return mp.fsum(a * b for a, b in zip(v, w, strict=True))


def dot(_: Change, __: Values, s: Vector, h: Vector, i: int) -> Values:
    """The product of both."""
    return {f"e_{i}": product(s, h)}


def scaled_dot(_: Change, __: Values, s: Vector, h: Vector, i: int) -> Values:
    """The same, divided."""
    return {f"e_{i}": product(s, h) / mp.sqrt(len(s))}


def general(change: Change, given: Values, s: Vector, h: Vector, i: int) -> Values:
    """Every entry of s times every entry of h, by a weight of its own."""
    W = change("W_a", given["W_a"])
    terms = (s[j] * W[j][k] * h[k] for j in range(len(s)) for k in range(len(h)))
    return {f"e_{i}": mp.fsum(terms)}


def additive(change: Change, given: Values, s: Vector, h: Vector, i: int) -> Values:
    """A layer of two matrices."""
    W, U = change("W_a", given["W_a"]), change("U_a", given["U_a"])
    return _layer(change, given, affine([(W, s), (U, h)], [0] * len(W)), i)


def concat(change: Change, given: Values, s: Vector, h: Vector, i: int) -> Values:
    """A layer of one matrix, that reads both states as one vector."""
    W = change("W_a", given["W_a"])
    return _layer(change, given, affine([(W, [*s, *h])], [0] * len(W)), i)


def _layer(change: Change, given: Values, a: Vector, i: int) -> Values:
    q = [mp.tanh(entry) for entry in change(f"a_{i}", a)]
    return {f"q_{i}": q, f"e_{i}": product(change("w_a", given["w_a"]), q)}


def softmax(e: Vector, m: Sequence[bool] | None) -> Vector:
    """The definition; nothing for what is masked."""
    r = [mp.exp(x) if m is None or m[i] else mp.mpf(0) for i, x in enumerate(e)]
    return [x / mp.fsum(r) for x in r]


def readable(h: list[Vector], m: Sequence[bool] | None) -> list[Vector]:
    """The source states, and zeros for what is masked."""
    if m is None:
        return h
    return [row if is_read else [mp.mpf(0)] * len(row) for row, is_read in zip(h, m, strict=True)]


def looking(score: Score, given: Values, m: Sequence[bool] | None = None) -> Run:
    """Score all source states, and take their mean. The loss is what `dv` makes of it."""
    given = {name: exact(value) for name, value in given.items()}

    def run(change: Change) -> Values:
        s, h = change("s", given["s"]), change("h", given["h"])
        keys, mean_of = change("h_keys", h), change("h_values", readable(h, m))
        found: Values = {}
        for i, key in enumerate(keys, 1):
            found |= score(change, given, s, key, i)
        e = change("e", [found[f"e_{i}"] for i in range(1, len(h) + 1)])
        alpha = change("alpha", softmax(e, m))
        v = [product(alpha, column) for column in zip(*mean_of, strict=True)]
        loss = product(given["dv"], v) if "dv" in given else 0
        return {**found, "e": e, "alpha": alpha, "v": v, "L": loss}

    return run


def _without_loss(values: Values) -> Values:
    return {name: value for name, value in values.items() if name != "L"}


def forward_of(score: Score) -> Oracle:
    """The oracle of one score."""

    @oracle(TITLE)
    def forward(**given: Any) -> Mapping[str, Any]:
        """Every score and weight, and the context."""
        return _without_loss(looking(score, given)(unchanged))

    return forward


def derivatives_of(score: Score, weights: Sequence[str] = ()) -> Oracle:
    """The oracle of one score's way back."""

    @oracle(DIFFERENCES)
    def derivatives(**given: Any) -> Mapping[str, Any]:
        """Every derivative of the loss that `dv` stands for."""
        m = given.pop("m", None)
        found = Differences(looking(score, given, m))
        places = ("alpha", "e", "h_values", "h_keys", "h", "s", *weights)
        values = _without_loss(found.results)
        values |= {f"d{name}": found.by(name) for name in places}
        if "w_a" in weights:
            numbers = range(1, len(given["h"]) + 1)
            values |= {f"delta_{i}": found.by(f"a_{i}") for i in numbers}
        if m is not None:
            del values["e"]
        return values

    return derivatives


@oracle(TITLE)
def masked(e: Any, h: Any, m: Any) -> Mapping[str, Any]:
    """The weights and the context of what may be read."""
    e, alpha = exact(e), softmax(exact(e), m)
    v = [product(alpha, column) for column in zip(*exact(h), strict=True)]
    return {"alpha": alpha, "v": v}


@oracle("exact fractions")
def mean_of(alpha: Any, h: Any) -> Mapping[str, Any]:
    """Column by column."""
    columns = zip(*h, strict=True)
    return {"v": [sum(a * x for a, x in zip(alpha, column, strict=True)) for column in columns]}


@oracle(TITLE)
def next_state(s: Any, x: Any, v: Any, W: Any, U: Any, C: Any, b: Any) -> Mapping[str, Any]:
    """The state after one step."""
    s, x, v, W, U, C, b = map(exact, (s, x, v, W, U, C, b))
    return {"s_new": [mp.tanh(entry) for entry in affine([(W, s), (U, x), (C, v)], b)]}


@oracle(TITLE)
def attentional_state(s: Any, v: Any, W_c: Any) -> Mapping[str, Any]:
    """The state and the context in one."""
    W = exact(W_c)
    both = [*exact(v), *exact(s)]
    return {"s_tilde": [mp.tanh(entry) for entry in affine([(W, both)], [0] * len(W))]}


@oracle(TITLE)
def attend_at(
    k: int, w: list[int], y_0: int, y_star: list[int], h_0: Any, s_0: Any, **tables: Any
) -> Mapping[str, Any]:
    """Every value of a translation with attention, by the weights of one moment."""
    p = {name: exact(table) for name, table in moment(k, tables).items()}
    words = [p["E_enc"][word] for word in w]
    h = [state for _, state in encode(words, h_0, p["W_enc"], p["U_enc"], p["b_enc"])]
    s, steps = exact(s_0), []
    for before, y in zip([y_0, *y_star], y_star, strict=False):
        x = p["E_dec"][before]
        s = [mp.tanh(a) for a in affine([(p["W_dec"], s), (p["U_dec"], x)], p["b_dec"])]
        alpha = softmax([general(unchanged, p, s, key, 0)["e_0"] for key in h], None)
        v = [product(alpha, column) for column in zip(*h, strict=True)]
        s_tilde = [mp.tanh(a) for a in affine([(p["W_c"], [*v, *s])], [0] * len(s))]
        found = cross_entropy(affine([(p["V"], s_tilde)], p["c"]), y)
        y_hat = found["y_hat_t"]
        best = max(range(len(y_hat)), key=lambda token: (y_hat[token], -token))
        kept = {name: found[name] for name in ("y_hat_t", "L_t")}
        step = {"x_dec_t": x, "s_t": s, "alpha_t": alpha, "v_t": v, "s_tilde_t": s_tilde}
        steps.append({**step, **kept, "y_t": best})
    A = [step["alpha_t"] for step in steps]
    L = mp.fsum(step["L_t"] for step in steps)
    return {"step": p["step"], "h": h, "A": A, "L": L, **by_time(steps)}
