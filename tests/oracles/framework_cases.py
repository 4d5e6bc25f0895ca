"""What is recorded of every framework: cases of unequal sizes, and the small ones of the lessons.

Each generator sets a framework's own arrays to random numbers, in the framework's own shapes, and
records them with what comes out: `mapping` in its file says which row, column and bias is what. The
lessons' weights go the other way, from the package's names into the framework. This module needs
NumPy alone, so that every framework's environment can import it.
"""

import json
import platform
from pathlib import Path

import numpy as np

INPUT, HIDDEN, TIME = 3, 4, 5
LENGTHS = (2, 5, 0, 4)


def given(case):
    """The inputs of a case: x, the first states, and the gradients that come from outside."""
    random = np.random.default_rng(case["seed"])
    cells, directions = case["layers"] * case["directions"], case["directions"]
    found = {
        "x": random.normal(size=(TIME, INPUT)),
        "h_0": random.normal(size=(cells, HIDDEN)),
        "dh_now": random.normal(size=(TIME, directions * HIDDEN)),
    }
    if case["kind"] == "lstm":
        found["c_0"] = random.normal(size=(cells, HIDDEN))
        found["dc_T"] = random.normal(size=(cells, HIDDEN))
    return found


def weights(case, shapes):
    """Random numbers for each of the framework's arrays; shapes: by its names."""
    random = np.random.default_rng(case["seed"] + 1000)
    return {name: random.normal(size=shape) for name, shape in shapes.items()}


CASES = [
    {"kind": kind, "seed": seed, "layers": layers, "directions": directions}
    for kind in ("rnn", "lstm", "gru")
    for layers, directions, seed in ((1, 1, 21), (1, 1, 22), (2, 1, 23), (1, 2, 24))
]

# The small cells of the lessons, by the package's names.
LESSONS = {
    "lstm_scalar": {
        "kind": "lstm", "x": [[1.0], [2.0]], "h_0": [0.0], "c_0": [0.0],
        "W_i": [[0.3]], "U_i": [[0.6]], "b_i": [0.1],
        "W_f": [[-0.2]], "U_f": [[0.4]], "b_f": [1.0],
        "W_o": [[0.5]], "U_o": [[-0.7]], "b_o": [0.2],
        "W_c": [[0.8]], "U_c": [[0.9]], "b_c": [-0.3],
    },
    "lstm_two_units": {
        "kind": "lstm", "x": [[1.0], [2.0]], "h_0": [0.0, 0.0], "c_0": [0.0, 0.0],
        "W_i": [[0.3, -0.1], [0.4, 0.2]], "U_i": [[0.5], [-0.7]], "b_i": [0.1, -0.2],
        "W_f": [[-0.2, 0.5], [0.1, -0.3]], "U_f": [[0.4], [0.6]], "b_f": [1.0, 1.0],
        "W_o": [[0.5, 0.2], [-0.6, 0.7]], "U_o": [[-0.4], [0.3]], "b_o": [0.2, 0.1],
        "W_c": [[0.8, -0.5], [0.3, 0.6]], "U_c": [[0.9], [-0.8]], "b_c": [-0.3, 0.4],
    },
    "gru_scalar": {
        "kind": "gru", "x": [[1.0], [2.0]], "h_0": [0.5],
        "W_z": [[0.3]], "U_z": [[0.6]], "b_z": [0.1],
        "W_r": [[-0.2]], "U_r": [[0.4]], "b_r": [-0.5],
        "W_h": [[0.8]], "U_h": [[0.9]], "b_h": [-0.3], "b_rec": [0.7],
    },
    "gru_two_units": {
        "kind": "gru", "x": [[1.0], [2.0]], "h_0": [0.5, -0.4],
        "W_z": [[0.3, -0.1], [0.4, 0.2]], "U_z": [[0.5], [-0.7]], "b_z": [0.1, -0.2],
        "W_r": [[-0.2, 0.5], [0.1, -0.3]], "U_r": [[0.4], [0.6]], "b_r": [0.3, -0.5],
        "W_h": [[0.8, -0.5], [0.3, 0.6]], "U_h": [[0.9], [-0.8]], "b_h": [-0.3, 0.4],
        "b_rec": [0.7, -0.6],
    },
    "rnn_theory": {
        "kind": "rnn", "x": [[1.0], [2.0]], "h_0": [0.0, 0.0],
        "W": [[0.3, -0.1], [0.0, 0.2]], "U": [[0.5], [0.7]], "b": [0.0, 0.0],
    },
    "rnn_two_layers": {
        "kind": "rnn", "layers": 2, "x": [[1.0], [-2.0], [0.5]],
        "h_0_l1": [0.0, 0.0], "h_0_l2": [0.0, 0.0],
        "W_l1": [[0.3, -0.1], [0.0, 0.2]], "U_l1": [[0.5], [0.7]], "b_l1": [0.1, -0.2],
        "W_l2": [[-0.4, 0.6], [0.5, 0.1]], "U_l2": [[0.8, -0.3], [-0.6, 0.9]], "b_l2": [0.2, 0.3],
    },
    "rnn_both_ways": {
        "kind": "rnn", "directions": 2, "x": [[1.0], [-2.0], [0.5]],
        "h_0_fwd": [0.0, 0.0], "h_0_bwd": [0.0, 0.0],
        "W_fwd": [[0.3, -0.1], [0.0, 0.2]], "U_fwd": [[0.5], [0.7]], "b_fwd": [0.1, -0.2],
        "W_bwd": [[-0.4, 0.6], [0.5, 0.1]], "U_bwd": [[0.8], [-0.3]], "b_bwd": [0.2, 0.3],
    },
}  # fmt: skip

# Two words are read, three tokens of four are written; <bos> is the fifth row of E_dec.
TRANSLATION = {
    "w": [1, 0], "y_0": 4, "y_star": [2, 0, 3],
    "h_0": [0.0, 0.0], "s_0": [0.0, 0.0],
    "E_enc": [[1.0], [2.0], [-1.0]],
    "W_enc": [[0.3, -0.1], [0.0, 0.2]], "U_enc": [[0.5], [0.7]], "b_enc": [0.1, -0.2],
    "E_dec": [[0.4], [-0.9], [0.7], [-0.3], [0.6]],
    "W_dec": [[-0.4, 0.6], [0.5, 0.1]], "U_dec": [[0.8], [-0.3]], "b_dec": [0.2, 0.3],
    "C_dec": [[0.9, -0.2], [-0.5, 0.4]],
    "V": [[0.6, -0.4], [-0.7, 0.2], [0.1, 0.8], [0.5, -0.9]], "c": [0.1, 0.0, -0.3, 0.2],
}  # fmt: skip


def write(script, versions, **found):
    """Write what was recorded beside its generator, one case a line."""

    def plain(value):
        return value.tolist() if hasattr(value, "tolist") else str(value)

    lines = []
    for name, value in {**versions, "python": platform.python_version(), **found}.items():
        if name in ("cases", "packed", "masked", "lessons", "translations"):
            parts = value.items() if isinstance(value, dict) else ((None, v) for v in value)
            rows = [
                (f"{json.dumps(key)}: " if key else "") + json.dumps(case, default=plain)
                for key, case in parts
            ]
            opening, closing = "{}" if isinstance(value, dict) else "[]"
            text = opening + "\n" + ",\n".join(rows) + "\n" + closing
        else:
            text = json.dumps(value, default=plain, indent=1)
        lines.append(f"{json.dumps(name)}: {text}")
    Path(script).with_suffix(".json").write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
