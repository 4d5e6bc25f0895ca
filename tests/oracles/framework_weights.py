"""A framework's weights by the package's names, as the `mapping` of its recorded file says.

Each function takes one cell's arrays, those of one layer and direction. It gives the parts: W, U
and b of each gate, and `b2`, the second bias of frameworks that have two. `combined` makes of them
what the package's cells take. Gradients have parts too, which are not combined.
"""

import json
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent


def recorded(framework):
    return json.loads((FOLDER / f"{framework}_cells.json").read_text("utf-8"))


def order(mapping, kind):
    """The gates in the framework's order; of an Elman cell one without a name."""
    return [f"_{gate}" for gate in mapping[kind]["order"].split()] if kind != "rnn" else [""]


def by_gate(letter, array, gates):
    return {
        f"{letter}{g}": part for g, part in zip(gates, np.split(array, len(gates)), strict=True)
    }


def of_pytorch(mapping, kind, arrays, place):
    gates, names = order(mapping, kind), {"W": "weight_hh", "U": "weight_ih"}
    names |= {"b": "bias_ih", "b2": "bias_hh"}
    parts = [by_gate(key, np.array(arrays[f"{n}{place}"]), gates) for key, n in names.items()]
    return {name: part for found in parts for name, part in found.items()}


def of_keras(mapping, kind, arrays, place):
    gates = order(mapping, kind)
    found = by_gate("W", np.array(arrays[f"{place}recurrent_kernel"]).T, gates)
    found |= by_gate("U", np.array(arrays[f"{place}kernel"]).T, gates)
    for key, bias in zip(("b", "b2"), np.atleast_2d(arrays[f"{place}bias"]), strict=False):
        found |= by_gate(key, bias, gates)
    return found


def of_flax(mapping, kind, arrays, place):
    of, found = mapping[kind], {}
    for gate in of.get("gates", "").split() or [""]:
        ours = f"_{of.get(gate, gate)}" if gate else ""
        for letter in "WUb":
            found[f"{letter}{ours}"] = np.array(
                arrays[place + of[letter].replace("<gate>", gate)]
            ).T
    if kind == "gru":
        found["b2_h"] = np.array(arrays[f"{place}hn/bias"])
    return found


def of_onnx(mapping, kind, arrays, way):
    gates = order(mapping, kind)
    found = by_gate("W", np.array(arrays["R"])[way], gates)
    found |= by_gate("U", np.array(arrays["W"])[way], gates)
    for key, bias in zip(("b", "b2"), np.split(np.array(arrays["B"])[way], 2), strict=True):
        found |= by_gate(key, bias, gates)
    if "P" in arrays:
        peepholes = [f"_{gate}" for gate in mapping[kind]["peepholes"].split()[1:]]
        found |= by_gate("p", np.array(arrays["P"])[way], peepholes)
    return found


def combined(parts, kind):
    """The weights that the package's cells take: one bias a gate, and b_rec of a GRU."""
    found = {name: part for name, part in parts.items() if not name.startswith("b2")}
    for name, bias in parts.items():
        if name.startswith("b2") and not (kind == "gru" and name == "b2_h"):
            found[f"b{name[2:]}"] = found[f"b{name[2:]}"] + bias
    if kind == "gru":
        found["b_rec"] = parts.get("b2_h", np.zeros_like(found["b_h"]))
    return found


PLACES = {
    "pytorch": {(2, 1): ["_l0", "_l1"], (1, 2): ["_l0", "_l0_reverse"], (1, 1): ["_l0"]},
    "keras": {(2, 1): ["0/", "1/"], (1, 2): ["0/", "0/backward/"], (1, 1): ["0/"]},
    "flax": {(2, 1): ["0/", "1/"], (1, 2): ["0/", "1/"], (1, 1): ["0/"]},
    "onnx": {(1, 2): [0, 1], (1, 1): [0]},
}
"""What stands before or behind the arrays of each cell, by how many layers and directions."""

READERS = {"pytorch": of_pytorch, "keras": of_keras, "flax": of_flax, "onnx": of_onnx}


def cells(framework, mapping, case, arrays):
    """The parts of each cell of a case, from below, or forwards and backwards."""
    places = PLACES[framework][case.get("layers", 1), case.get("directions", 1)]
    return [READERS[framework](mapping, case["kind"], arrays, place) for place in places]
