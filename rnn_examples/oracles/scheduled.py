"""Decoders that read the right token or their own: 50 digits, and derivatives by differences.

A choice is made anew in every run, so a derivative would see it if one went through it.
"""

from collections.abc import Mapping
from typing import Any

from rnn_examples.oracles.derivatives import (
    TITLE,
    Change,
    Differences,
    Run,
    Values,
    cross_entropy,
    state,
)
from rnn_examples.oracles.fifty_digits import affine, by_time, decode, exact, mp
from rnn_examples.worked_example.oracle import oracle

WEIGHTS = ("E", "W", "U", "b", "V", "c")
OF_A_STEP = {"do": "o", "ds": "s", "delta": "a", "dW": "W", "dU": "U", "dV": "V", "dE": "E"}


def _decoder(y_0: int, y_star: list[int], coins: Any, epsilon: Any, given: Values) -> Run:
    def run(change: Change) -> Values:
        s, y, steps = change("s_0", given["s_0"]), y_0, []
        for t, (target, coin) in enumerate(zip(y_star, coins, strict=True), 1):
            E, V = (change(f"{name}_{t}", change(name, given[name])) for name in "EV")
            x = E[y]
            a, s = state(change, t, ("a", "W", "U", "b"), given, x, s)
            s = change(f"s_{t}", s)
            o = change(f"o_{t}", affine([(V, s)], change("c", given["c"])))
            found = cross_entropy(o, target)
            r = [mp.exp(entry) for entry in found["z_t"]]
            best = r.index(max(r))
            y = target if coin < epsilon else best
            own = {"x_t": x, "a_t": a, "s_t": s, "r_t": r, "y_t": best, "y_next_t": y}
            steps.append({**found, **own})
        return {**by_time(steps), "L": mp.fsum(step["L_t"] for step in steps)}

    return run


@oracle(TITLE)
def backpropagation(
    y_0: int, y_star: list[int], coins: Any, epsilon: Any, **given: Any
) -> Mapping[str, Any]:
    """Every value and every derivative."""
    numbers = {name: exact(value) for name, value in given.items()}
    found = Differences(_decoder(y_0, y_star, coins, epsilon, numbers))
    values = {f"d{name}": found.by(name) for name in (*WEIGHTS, "s_0")}
    for t in range(1, len(y_star) + 1):
        values |= {f"{name}_{t}": found.by(f"{place}_{t}") for name, place in OF_A_STEP.items()}
    return {**found.results, **values}


@oracle("mpmath, 50 digits")
def two_traces(y_0: int, y_star: list[int], s_0: Any, **weights: Any) -> Mapping[str, Any]:
    """Both traces, one after the other."""
    given = {f"{name}_dec" if name in "EWUb" else name: weights[name] for name in WEIGHTS}

    def trace(tokens: list[int] | None) -> list[dict[str, Any]]:
        return decode(tokens, y_0, s_0, **given, length=len(y_star))

    return by_time(
        [
            {
                "s_forced_t": one["s_t"],
                "s_own_t": own["s_t"],
                "apart_t": mp.norm([p - q for p, q in zip(one["s_t"], own["s_t"], strict=True)]),
                "y_forced_t": one["y_t"],
                "y_own_t": own["y_t"],
                "p_forced_t": one["y_hat_t"][target],
                "p_own_t": own["y_hat_t"][target],
            }
            for one, own, target in zip(trace(y_star), trace(None), y_star, strict=True)
        ]
    )


@oracle("mpmath, 50 digits")
def decays(
    i: Any, start: Any, slope: Any, lowest: Any, k_exp: Any, k_inv: Any
) -> Mapping[str, Any]:
    """The three curves, point by point, as the paper has them."""
    steps, k = exact(i), exact(k_inv)
    return {
        "linear": [max(exact(lowest), exact(start) - exact(slope) * n) for n in steps],
        "exponential": [mp.power(exact(k_exp), n) for n in steps],
        "inverse_sigmoid": [k / (k + mp.exp(n / k)) for n in steps],
    }
