"""Which mistakes the cases catch, found by planting each of them.

A mistake is planted by giving the package's models what a faulty implementation would work with,
such as the weights of the gates in another order, or by taking another of their results. A case
catches it if the results then differ from the published ones.
"""

import dataclasses
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from rnn_examples.models.masks import token_shares
from rnn_examples.vectors.case import SIZES, Case
from rnn_examples.vectors.cases import CASES, LSTM_DENSE
from rnn_examples.vectors.computed import Found, computed, difference, published

CAUGHT = 1e-6
"""Results that are further apart than this are different, in floats of 32 bits too."""

CONSTANT = dataclasses.replace(
    LSTM_DENSE,
    name="constant weights",
    title="LSTM, every weight 0.1",
    fixed={
        name: np.full([SIZES[axis] for axis in axes.split()], 0.1 if name[0] in "WU" else 0.0)
        for name, axes in LSTM_DENSE.axes.items()
        if name not in ("x", "dh_now")
    },
)
"""No case of ours: what a test with equal weights sees. It has no biases, and its states begin
at 0."""

Inputs = dict[str, Any]
Planted = Iterator[Found]


@dataclass(frozen=True)
class Mistake:
    """A mistake.

    plant: the results of a case with the mistake, one for each way to make it; none where the case
    has nothing in which to make it.
    """

    title: str
    plant: Callable[[Case], Planted]


@dataclass(frozen=True)
class Seen:
    """How many of the ways to make a mistake a case catches."""

    caught: int
    ways: int


@cache
def seen(mistake: str, case: str) -> Seen:
    """Plant a mistake in every way into a case, by their names."""
    tried = CONSTANT if case == CONSTANT.name else CASES[case]
    apart = [difference(found, published(tried)) for found in MISTAKES[mistake].plant(tried)]
    return Seen(sum(gap > CAUGHT for gap in apart), len(apart))


# Ways to make one.


def _with_inputs(change: Callable[[Case, Inputs], Inputs | None]) -> Callable[[Case], Planted]:
    """Run the model with other inputs; None where there is nothing to change."""

    def plant(case: Case) -> Planted:
        changed = change(case, dict(case.inputs))
        if changed is not None:
            yield computed(case, {**case.inputs, **changed})

    return plant


def _with_results(name: str, change: Callable[[Found], Any]) -> Callable[[Case], Planted]:
    """Put something else in the place of a result, where there is the result `name`."""

    def plant(case: Case) -> Planted:
        found = computed(case)
        if name in found:
            yield {**found, **change(found)}

    return plant


def gate_orders(case: Case) -> Planted:
    """Read the stacked weights in every other order."""
    gates = "".join(name[-1] for name in case.axes if name.startswith("W_") and len(name) == 3)
    for order in itertools.permutations(gates):
        if "".join(order) != gates:
            moved = {
                f"{letter}_{new}": case.inputs[f"{letter}_{old}"]
                for new, old in zip(order, gates, strict=True)
                for letter in "WUb"
            }
            found = computed(case, {**case.inputs, **moved})
            yield {name: value for name, value in found.items() if name.startswith("values.h")}


def _named(start: str, change: Callable[[Any], Any]) -> Callable[[Case, Inputs], Inputs | None]:
    """Change all arrays of which the names have this start: W, or b and b_i."""

    def changed(case: Case, inputs: Inputs) -> Inputs | None:
        names = [name for name in case.axes if name.partition("_")[0] == start]
        return {name: change(inputs[name]) for name in names} if names else None

    return changed


def _flag(name: str) -> Callable[[Case, Inputs], Inputs | None]:
    return lambda case, inputs: {name: not inputs[name]} if name in inputs else None


def _one_bias(case: Case, inputs: Inputs) -> Inputs | None:
    """Add the candidate's second bias to the first, outside of the product with the reset gate."""
    if "b_rec" not in inputs:
        return None
    return {"b_h": inputs["b_h"] + inputs["b_rec"], "b_rec": 0 * inputs["b_rec"]}


def _over_time(change: Callable[[Any], Any]) -> Callable[[Case, Inputs], Inputs | None]:
    """Change the sequence that is read."""

    def changed(case: Case, inputs: Inputs) -> Inputs | None:
        name = next((name for name in ("x", "w") if name in inputs), None)
        return {name: change(inputs[name])} if name else None

    return changed


def _late(x: Any) -> Any:
    """Each step reads what belongs to the step before; the first one reads the last."""
    return np.roll(x, 1, axis=0)


def _unmasked(case: Case, inputs: Inputs) -> Inputs | None:
    if "length" not in inputs:
        return None
    return {"length": np.full(inputs["length"].shape, len(inputs["x"]))}


def _padded_in_front(case: Case, inputs: Inputs) -> Inputs | None:
    """Take the last entries of each sentence for its words, as if the padding came first."""
    if "length" not in inputs:
        return None
    x, length = inputs["x"], inputs["length"]
    rows = [np.roll(x[:, n], words - len(x), axis=0) for n, words in enumerate(length)]
    return {"x": np.stack(rows, axis=1)}


def _swapped_states(case: Case, inputs: Inputs) -> Inputs | None:
    return {"h_0": inputs["c_0"], "c_0": inputs["h_0"]} if "c_0" in inputs else None


def reductions(case: Case) -> Planted:
    """Reduce the loss in every other way."""
    if "shares" not in case.inputs:
        return
    for reduction in ("sum", "tokens", "sentences", "means"):
        shares = token_shares(case.inputs["length"], len(case.inputs["x"]), reduction)
        if not np.array_equal(shares, case.inputs["shares"]):
            yield computed(case, {**case.inputs, "shares": shares})


def unshifted_softmax(case: Case) -> Planted:
    """Compute the softmax by exp alone, which overflows."""
    if case.model == "losses.cross_entropy_step_by_step":
        with np.errstate(over="ignore", invalid="ignore"):
            r = np.exp(case.inputs["o"])
            yield {"values.y_hat": r / r.sum(axis=1, keepdims=True)}


MISTAKES: Mapping[str, Mistake] = {
    "gates": Mistake("gates in another order", gate_orders),
    "transposed": Mistake("the transpose of each W", _with_inputs(_named("W", lambda W: W.T))),
    "bias": Mistake("no bias", _with_inputs(_named("b", lambda b: 0 * b))),
    "bias_twice": Mistake(
        "the bias added twice, once for each of a library's two",
        _with_inputs(_named("b", lambda b: 2 * b)),
    ),
    "one_bias": Mistake("the candidate's two biases as one", _with_inputs(_one_bias)),
    "reset": Mistake("the reset gate in the other place", _with_inputs(_flag("reset_after"))),
    "update": Mistake("z where 1 − z should be", _with_inputs(_flag("z_keeps"))),
    "late": Mistake("inputs one step too late", _with_inputs(_over_time(_late))),
    "reversed": Mistake("inputs from the end", _with_inputs(_over_time(lambda x: x[::-1]))),
    "not_turned": Mistake(
        "states of the backward network in its own order",
        _with_results("values.h_bwd", lambda f: {"values.h_bwd": f["values.h_bwd"][::-1]}),
    ),
    "unmasked": Mistake("no mask", _with_inputs(_unmasked)),
    "wrong_side": Mistake("the mask on the other side", _with_inputs(_padded_in_front)),
    "cell_state": Mistake(
        "the cell state given out as the hidden state",
        _with_results("values.c", lambda f: {"values.h": f["values.c"]}),
    ),
    "swapped_states": Mistake("the two first states swapped", _with_inputs(_swapped_states)),
    "reduction": Mistake("another reduction of the loss", reductions),
    "overflow": Mistake("softmax without subtracting the largest logit", unshifted_softmax),
}
"""Every mistake by a short name."""
