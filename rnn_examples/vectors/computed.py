"""What the package computes for a case, in floats: values, gradients and the loss, by name.

A name is left out where a model does not give it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from rnn_examples.models import (
    bidirectional,
    bptt_batch,
    bptt_seq2seq,
    deep,
    gru,
    gru_batch,
    losses,
    lstm,
    lstm_batch,
    lstm_variants,
)
from rnn_examples.models.batch import within
from rnn_examples.vectors.case import LOSS, Case, Floats

Found = dict[str, Floats]
"""values.h, gradients.W, loss: each by the part of the case, a point, and its name there."""


def computed(case: Case, inputs: Mapping[str, Any] | None = None) -> Found:
    """Run the package's model. inputs: other ones than the case's."""
    values, gradients, loss = MODELS[case.model](dict(inputs or case.inputs))
    found = {f"values.{name}": value for name, value in values.items()}
    found |= {f"gradients.{name}": value for name, value in gradients.items() if name not in LOSS}
    return {name: np.asarray(value) for name, value in found.items()} | {"loss": np.asarray(loss)}


def published(case: Case) -> Found:
    """Give what is published of a case, by the same names."""
    found = {f"values.{name}": value for name, value in case.results.values.items()}
    found |= {f"gradients.{name}": value for name, value in case.results.gradients.items()}
    return found | {"loss": np.asarray(case.results.loss)}


def difference(one: Found, other: Found) -> float:
    """Compare what both have: the largest difference, of numbers above 1 as a part of them.

    ∞ where shapes differ or a number is missing.
    """
    names = one.keys() & other.keys()
    return max((_apart(one[name], other[name]) for name in names), default=np.inf)


def _apart(one: Floats, other: Floats) -> float:
    if one.shape != other.shape:
        return np.inf
    apart = np.abs(one - other) / np.maximum(1, np.abs(other))
    return float(np.max(apart, initial=0)) if np.isfinite(apart).all() else np.inf


Parts = tuple[Mapping[str, Any], Mapping[str, Any], Any]
"""Values, gradients, loss."""


def _over_time(steps: Sequence[Any]) -> dict[str, Any]:
    """Each field of all steps, behind one another; h_t becomes h."""
    rows = [step if isinstance(step, dict) else step._asdict() for step in steps]
    return {name.removesuffix("_t"): np.array([row[name] for row in rows]) for name in rows[0]}


def _gradients(found: Any, backward: Sequence[Any] = ()) -> dict[str, Any]:
    """The arrays whose names begin with d, without it; and that of x, from each step."""
    fields = found if isinstance(found, dict) else found._asdict()
    by_name = {
        name[1:]: value
        for name, value in fields.items()
        if name[0] == "d" and not isinstance(value, list)
    }
    return {**by_name, **({"x": _over_time(backward)["dx"]} if backward else {})}


def _sentence(given: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
    """The loss of a cell that reads one sentence."""
    last = given["dc_T"] @ values["c"][-1] if "c" in values else 0.0
    return np.sum(given["dh_now"] * values["h"]) + last


def _cell(backpropagate: Callable[..., Any]) -> Callable[[dict[str, Any]], Parts]:
    def run(given: dict[str, Any]) -> Parts:
        found = backpropagate(**given)
        values = _over_time(found.forward)
        gradients = getattr(found, "gradients", found)  # a variant has them apart, without x's
        backward = getattr(found, "backward", ())
        return values, _gradients(gradients, backward), _sentence(given, values)

    return run


def _layers(given: dict[str, Any]) -> Parts:
    """One layer or two; of one, the names have no end."""
    end = "" if "W_l1" in given else "_l1"
    x, dh_now = given.pop("x"), given.pop("dh_now")
    found = deep.backpropagate(x, dh_now, **{f"{name}{end}": v for name, v in given.items()})
    values = {name.removesuffix(end): v for name, v in _over_time(found.forward).items()}
    gradients = _gradients(found.gradients, found.backward)
    top = values["h"] if end else values["h_l2"]
    gradients = {name.removesuffix(end): value for name, value in gradients.items()}
    return values, gradients, np.sum(dh_now * top)


def _both_ways(given: dict[str, Any]) -> Parts:
    found = bidirectional.backpropagate(**given)
    values = _over_time(found.forward)
    loss = sum(np.sum(given[f"dh_now_{way}"] * values[f"h_{way}"]) for way in ("fwd", "bwd"))
    return values, _gradients(found, found.backward), loss


def _batch(backpropagate: Callable[..., Any]) -> Callable[[dict[str, Any]], Parts]:
    def run(given: dict[str, Any]) -> Parts:
        found = backpropagate(**given)
        is_read = within(given["length"], len(given["x"]))[:, :, np.newaxis]
        loss = np.sum(np.where(is_read, given["dh_now"] * found.h, 0.0))
        loss += sum(np.sum(given[f"d{state}_T"] * getattr(found, f"{state}_T"))
                    for state in "hc" if f"d{state}_T" in given)  # fmt: skip
        return {"h": found.h}, _gradients(found), loss

    return run


def _scored(given: dict[str, Any]) -> Parts:
    m = within(given.pop("length"), len(given["x"]))
    found = bptt_batch.backpropagate(m=m, **given)
    values = _over_time(found.forward)
    values["l"] = np.where(m, values["l"], 0.0)
    for name in ("o", "log_y_hat"):
        values[name] = np.where(m[:, :, np.newaxis], values[name], 0.0)
    return values, _gradients(found), found.L


def _translator(given: dict[str, Any]) -> Parts:
    found = bptt_seq2seq.backpropagate_translation(**given)
    decoder = _over_time(found.decoder)
    values = {**_over_time(found.encoder), **decoder, "l": decoder["L"]}
    gradients = {name: value for name, value in _gradients(found).items() if name != "s_0"}
    return values, gradients, found.L


def _softmax(given: dict[str, Any]) -> Parts:
    rows = zip(given["o"], given["y_star"], strict=True)
    values = _over_time([losses.cross_entropy_step_by_step(o, y) for o, y in rows])
    values["l"] = values["L"]
    return values, {"o": values["do"]}, np.sum(values["L"])


MODELS: dict[str, Callable[[dict[str, Any]], Parts]] = {
    "deep.backpropagate": _layers,
    "bptt_batch.backpropagate": _scored,
    "lstm.backpropagate": _cell(lstm.backpropagate),
    "lstm_variants.backpropagate_no_forget": _cell(lstm_variants.backpropagate_no_forget),
    "lstm_variants.backpropagate_peepholes": _cell(lstm_variants.backpropagate_peepholes),
    "lstm_batch.backpropagate_batch": _batch(lstm_batch.backpropagate_batch),
    "gru.backpropagate": _cell(gru.backpropagate),
    "gru_batch.backpropagate_batch": _batch(gru_batch.backpropagate_batch),
    "bidirectional.backpropagate": _both_ways,
    "bptt_seq2seq.backpropagate_translation": _translator,
    "losses.cross_entropy_step_by_step": _softmax,
}
