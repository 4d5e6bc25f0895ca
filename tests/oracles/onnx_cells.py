"""Record what ONNX' operators LSTM, GRU and RNN give, once, into onnx_cells.json.

ONNX is no dependency of the project. To record again, in an environment of its own:

    pip install onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6
    python tests/oracles/onnx_cells.py

`reference` is ONNX' own evaluator, in float64; `runtime` is ONNX Runtime, in float32. Neither has
gradients. Weights are (directions, rows, columns), as the operators take them. `masked` has
sentences of unequal lengths, one of no words.
"""

import numpy as np
import onnx
import onnxruntime
from framework_cases import HIDDEN, INPUT, LENGTHS, LESSONS, TIME, write
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

ORDER = {"rnn": [""], "lstm": ["i", "o", "f", "c"], "gru": ["z", "r", "h"]}

MAPPING = {
    "layout": "X is (time, batch, input) with layout=0; Y is (time, directions, batch, hidden)",
    "rows": "gates are stacked along the rows, one row a unit: nothing is transposed",
    "U": "W", "W": "R",
    "b": "B: for each direction the biases of x, then those of h; only the sum counts, but for the "
         "candidate of a GRU with linear_before_reset=1; all are 0 if B is left out",
    "lstm": {"order": "i o f c", "peepholes": "P: i o f"},
    "gru": {"order": "z r h", "reset_after": "linear_before_reset=1; 0 is the default",
            "z_keeps": True, "b_rec": "the bias of h for the candidate"},
    "layers": "an operator each", "directions": "direction=bidirectional; forwards stands first",
}  # fmt: skip

OPSET = 14


def model(kind, arrays, directions, kind_of_float, **attributes):
    """A graph of one operator."""
    operator = kind.upper()
    names = ["X", "W", "R", "B", "sequence_lens", "initial_h", "initial_c", "P"]
    given = [name if name in arrays else "" for name in names]
    while not given[-1]:
        given.pop()
    outputs = ["Y", "Y_h", "Y_c"][: 3 if kind == "lstm" else 2]
    hidden = arrays["R"].shape[2]
    direction = "bidirectional" if directions == 2 else "forward"
    node = helper.make_node(
        operator, given, outputs, hidden_size=hidden, direction=direction, **attributes
    )
    kinds = {"sequence_lens": TensorProto.INT32}
    graph = helper.make_graph(
        [node],
        "cell",
        [
            helper.make_tensor_value_info(name, kinds.get(name, kind_of_float), arrays[name].shape)
            for name in given
            if name
        ],
        [helper.make_tensor_value_info(name, kind_of_float, None) for name in outputs],
    )
    opset = helper.make_opsetid("", OPSET)
    return helper.make_model(graph, opset_imports=[opset], ir_version=9)


def by_reference(kind, arrays, directions, **attributes):
    made = model(kind, arrays, directions, TensorProto.DOUBLE, **attributes)
    return ReferenceEvaluator(made).run(None, arrays)


def by_runtime(kind, arrays, directions, **attributes):
    single = {k: v.astype(np.float32) for k, v in arrays.items() if k != "sequence_lens"}
    single |= {k: v for k, v in arrays.items() if k == "sequence_lens"}
    made = model(kind, single, directions, TensorProto.FLOAT, **attributes)
    session = onnxruntime.InferenceSession(
        made.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    return session.run(None, single)


def tried(function, *args, **options):
    """What comes out by name; what is said where it cannot be run."""
    try:
        found = function(*args, **options)
    except Exception as error:  # noqa: BLE001 (it is what is recorded)
        return {"refused": f"{type(error).__name__}: {str(error).splitlines()[0][:200]}"}
    return dict(zip(["Y", "Y_h", "Y_c"], found, strict=False))


def drawn(kind, seed, directions, batch=1, peepholes=False):
    random = np.random.default_rng(seed)
    rows = len(ORDER[kind]) * HIDDEN
    found = {
        "X": random.normal(size=(TIME, batch, INPUT)),
        "W": random.normal(size=(directions, rows, INPUT)),
        "R": random.normal(size=(directions, rows, HIDDEN)),
        "B": random.normal(size=(directions, 2 * rows)),
        "initial_h": random.normal(size=(directions, batch, HIDDEN)),
    }
    if kind == "lstm":
        found["initial_c"] = random.normal(size=(directions, batch, HIDDEN))
        if peepholes:
            found["P"] = random.normal(size=(directions, 3 * HIDDEN))
    return found


def cases():
    for kind in ORDER:
        for after in (0, 1) if kind == "gru" else (None,):
            for directions in (1, 2):
                for peepholes in (False, True) if kind == "lstm" and directions == 1 else (False,):
                    more = {} if after is None else {"linear_before_reset": after}
                    arrays = drawn(kind, 21 + directions, directions, peepholes=peepholes)
                    yield {
                        "kind": kind, "directions": directions, "seed": 21 + directions, **more,
                        "inputs": arrays,
                        "reference": tried(by_reference, kind, arrays, directions, **more),
                        "runtime": tried(by_runtime, kind, arrays, directions, **more),
                    }  # fmt: skip


def masked():
    for kind in ORDER:
        arrays = drawn(kind, 31, 2, batch=len(LENGTHS))
        arrays["sequence_lens"] = np.array(LENGTHS, np.int32)
        more = {"linear_before_reset": 1} if kind == "gru" else {}
        yield {
            "kind": kind, "directions": 2, "seed": 31, **more, "inputs": arrays,
            "runtime": tried(by_runtime, kind, arrays, 2, **more),
        }  # fmt: skip


def of_lesson(cell, suffixes=("",)):
    """A lesson's weights as ONNX has them: a direction for each suffix."""

    def stacked(letter, suffix):
        gates = ORDER[cell["kind"]]
        names = [f"{letter}_{gate}{suffix}" if gate else f"{letter}{suffix}" for gate in gates]
        return np.concatenate([cell[name] for name in names])

    biases = []
    for suffix in suffixes:
        bias = stacked("b", suffix)
        inside = np.zeros_like(bias)
        if "b_rec" in cell:
            inside[-len(cell["b_rec"]) :] = cell["b_rec"]
        biases.append(np.concatenate([bias, inside]))
    found = {
        "X": np.array(cell["x"])[:, None],
        "W": np.stack([stacked("U", suffix) for suffix in suffixes]),
        "R": np.stack([stacked("W", suffix) for suffix in suffixes]),
        "B": np.stack(biases),
        "initial_h": np.array([[cell[f"h_0{suffix}"]] for suffix in suffixes]),
    }
    return found | ({"initial_c": np.array([[cell["c_0"]]])} if "c_0" in cell else {})


def lessons():
    """The lessons' numbers; two layers are two operators, one after the other."""
    for name, cell in LESSONS.items():
        for after in (1, 0) if cell["kind"] == "gru" else (None,):
            full = name if after is None else f"{name}_{'after' if after else 'before'}"
            more = {} if after is None else {"linear_before_reset": after}
            ways = ("_fwd", "_bwd") if cell.get("directions") == 2 else ("",)
            found = {}
            for layer in ("_l1", "_l2") if cell.get("layers") == 2 else (None,):
                arrays = of_lesson(cell, ways if layer is None else (layer,))
                if layer == "_l2":
                    arrays["X"] = found["Y"][:, 0]
                found = tried(by_reference, cell["kind"], arrays, len(ways), **more)
                single = tried(by_runtime, cell["kind"], arrays, len(ways), **more)
            yield full, {"inputs": arrays, "reference": found, "runtime": single}


def main():
    """Write the file."""
    write(
        __file__,
        {"onnx": onnx.__version__, "onnxruntime": onnxruntime.__version__, "opset": OPSET},
        mapping=MAPPING,
        cases=list(cases()),
        masked=list(masked()),
        lessons=dict(lessons()),
    )


if __name__ == "__main__":
    main()
