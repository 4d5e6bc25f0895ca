"""The last state, or logits, of each lesson's network in each framework: what the pages show.

It is taken from the records of the frameworks beside this file, with the versions that were run:

    python -m tests.oracles.lesson_states
"""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SHOWN = HERE.parent.parent / "rnn_examples" / "examples" / "framework_states.json"

LESSONS = {
    "rnn_theory": ("rnn_theory",) * 4,
    "lstm": ("lstm_two_units",) * 4,
    "gru_after": ("gru_two_units", "gru_two_units_after", "gru_two_units_after", "gru_two_units"),
    "gru_before": (None, "gru_two_units_before", "gru_two_units_before", None),
    "deep": ("rnn_two_layers",) * 4,
    "both_ways": ("rnn_both_ways",) * 4,
}
"""What each lesson's network is called in the records of PyTorch, Keras, ONNX and Flax."""

TRANSLATIONS = {"handed_over": "handed over", "with_context": "context"}
"""What the lessons' translators are called in PyTorch's record: of these, the last logits."""


SCORES = ("additive", "dot", "general", "concat", "scaled_dot")


def contexts() -> dict[str, Any]:
    """The context of each score of attention, in the frameworks that have it."""
    found: dict[str, Any] = {f"attention_{score}": {} for score in SCORES}
    for name in ("pytorch", "keras"):
        file = HERE / f"{name}_attention.json"
        for score, lesson in json.loads(file.read_text("utf-8"))["lessons"].items():
            found[f"attention_{score}"][name] = lesson["found"]["v"]
    return found


def record(name: str) -> dict[str, Any]:
    """A framework's record."""
    found: dict[str, Any] = json.loads((HERE / f"{name}_cells.json").read_text("utf-8"))
    return found


def last(name: str, lesson: dict[str, Any]) -> list[float]:
    """The hidden state of the last time step."""
    h = lesson["reference"]["Y"] if name == "onnx" else lesson["h"]
    state = h[-1]
    while isinstance(state[0], list):
        state = [number for part in state for number in part] if len(state) > 1 else state[0]
    return list(state)


def states() -> dict[str, Any]:
    """By lesson and framework."""
    names = ("pytorch", "keras", "onnx", "flax")
    records = {name: record(name) for name in names}
    versions = {
        "pytorch": f"PyTorch {records['pytorch']['torch'].partition('+')[0]}",
        "keras": f"Keras {records['keras']['keras']}",
        "onnx": f"ONNX {records['onnx']['onnx']}",
        "flax": f"Flax {records['flax']['flax']}",
    }
    found = {
        lesson: {
            name: last(name, records[name]["lessons"][key])
            for name, key in zip(names, keys, strict=True)
            if key is not None
        }
        for lesson, keys in LESSONS.items()
    }
    found |= {
        lesson: {"pytorch": records["pytorch"]["translations"][key]["o"][-1]}
        for lesson, key in TRANSLATIONS.items()
    }
    return {"versions": versions, "states": {**found, **contexts()}}


def text() -> str:
    """The file that the examples read."""
    return json.dumps(states(), indent=1) + "\n"


if __name__ == "__main__":
    SHOWN.write_text(text(), "utf-8")
