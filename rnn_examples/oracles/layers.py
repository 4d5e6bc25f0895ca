"""Deep and bidirectional networks in mpmath with 50 digits.

A deep network one layer after the other, each over the whole sequence, where the model takes one
time step after the other; the backwards direction as a network that reads the reversed sequence.
"""

from collections.abc import Mapping
from typing import Any

from rnn_examples.oracles import derivatives
from rnn_examples.oracles.derivatives import Change, Differences, Run, Values, state
from rnn_examples.oracles.fifty_digits import by_time, encode, exact, mp
from rnn_examples.worked_example.oracle import oracle

TITLE = "mpmath, 50 digits"


def _given_to(suffix: str, given: Mapping[str, Any]) -> list[Any]:
    """The first state and the weights of one layer, or of one direction."""
    return [given[f"{name}_{suffix}"] for name in ("h_0", "W", "U", "b")]


@oracle(TITLE)
def deep(x: Any, **given: Any) -> Mapping[str, Any]:
    """Every value of a deep network."""
    values: dict[str, Any] = {}
    below, layer = x, 1
    while f"W_l{layer}" in given:
        steps = encode(below, *_given_to(f"l{layer}", given))
        values |= by_time([{f"a_l{layer}_t": a, f"h_l{layer}_t": h} for a, h in steps])
        below, layer = [h for _, h in steps], layer + 1
    return values


def _two_layers(given: Values) -> Run:
    """Two layers forwards. The loss is what `dh_now` makes of the states of the top one."""

    def run(change: Change) -> Values:
        h = {n: change(f"h_0_l{n}", given[f"h_0_l{n}"]) for n in (1, 2)}
        steps: list[Values] = []
        terms: list[Any] = []
        for t, x in enumerate(given["x"], 1):
            below = change(f"x_{t}", x)
            step: Values = {}
            for n in (1, 2):
                letters = [f"{letter}_l{n}" for letter in "aWUb"]
                a, below = state(change, t, letters, given, below, h[n])
                h[n] = below = change(f"h_l{n}_{t}", below)
                step |= {f"a_l{n}_t": a, f"h_l{n}_t": below}
            steps.append(step)
            terms += [d * entry for d, entry in zip(given["dh_now"][t - 1], below, strict=True)]
        return {**by_time(steps), "L": mp.fsum(terms)}

    return run


@oracle(derivatives.TITLE)
def two_layers_backpropagation(**given: Any) -> Mapping[str, Any]:
    """Every derivative of the loss that `dh_now` stands for."""
    found = Differences(_two_layers({name: exact(value) for name, value in given.items()}))
    values = {name: value for name, value in found.results.items() if name != "L"}
    values |= {
        f"d{name}_l{n}": found.by(f"{name}_l{n}") for n in (1, 2) for name in ("h_0", *"WUb")
    }
    for t in range(1, len(given["x"]) + 1):
        values[f"dx_{t}"] = found.by(f"x_{t}")
        for n in (1, 2):
            of_a_step = {"dh": "h", "delta": "a", "dW": "W", "dU": "U"}
            for name, place in of_a_step.items():
                values[f"{name}_l{n}_{t}"] = found.by(f"{place}_l{n}_{t}")
    return values


@oracle(TITLE)
def both_ways(x: Any, **given: Any) -> Mapping[str, Any]:
    """Every value of a bidirectional network."""
    forwards = encode(x, *_given_to("fwd", given))
    backwards = encode(x[::-1], *_given_to("bwd", given))[::-1]
    return by_time(
        [
            {"a_fwd_t": a, "h_fwd_t": h, "a_bwd_t": a_bwd, "h_bwd_t": h_bwd, "h_t": h + h_bwd}
            for (a, h), (a_bwd, h_bwd) in zip(forwards, backwards, strict=True)
        ]
    )
