"""The cells against what PyTorch, Keras, Flax and ONNX computed.

Weights are taken from the framework's own arrays as its `mapping` says: so the mapping is tested
too. ONNX Runtime computes in 32 bits, all others in 64.
"""

import functools

import numpy as np
import pytest

from rnn_examples.models import bidirectional, deep, gru, lstm
from rnn_examples.models.lstm_variants import encode_peepholes
from tests.oracles import framework_weights
from tests.oracles.complex_step import far
from tests.oracles.framework_cases import LESSONS
from tests.oracles.framework_weights import cells, combined

RECORDED = {name: framework_weights.recorded(name) for name in ("pytorch", "keras", "flax", "onnx")}
WITH_GRADIENTS = [
    pytest.param(name, case, id=f"{name}-{case['kind']}-{n}")
    for name in ("pytorch", "keras", "flax")
    for n, case in enumerate(RECORDED[name]["cases"])
]


def test_the_versions_that_were_run():
    found = {key: str(value) for data in RECORDED.values() for key, value in data.items()}
    assert found["torch"].startswith("2.13.0")
    assert [found[name] for name in ("keras", "flax", "onnx", "onnxruntime")] == [
        "3.15.1", "0.12.8", "1.23.2", "1.32.0",
    ]  # fmt: skip


def conventions(framework, case):
    """What a GRU's weights do not say."""
    if case["kind"] != "gru":
        return {}
    mapping = RECORDED[framework]["mapping"]["gru"]
    after = mapping["reset_after"]
    if not isinstance(after, bool):  # the case says it
        after = bool(case["linear_before_reset" if framework == "onnx" else "reset_after"])
    return {"reset_after": after, "z_keeps": mapping["z_keeps"]}


def back(kind, weights, x, dh_now, first, dc_T, **how):
    """Every state and gradient of one cell, by name."""
    if kind == "rnn":
        layer = {f"{name}_l1": value for name, value in weights.items()}
        found = deep.backpropagate(x, dh_now, h_0_l1=first[0], **layer)
        gradients = {key.removesuffix("_l1"): value for key, value in found.gradients.items()}
        gradients["dx"] = np.array([step["dx_t"] for step in found.backward])
        return np.array([step["h_l1_t"] for step in found.forward]), None, gradients
    if kind == "gru":
        found = gru.backpropagate(x, dh_now, first[0], **weights, **how)
    else:
        found = lstm.backpropagate(x, dh_now, dc_T, *first, **weights)
    gradients = {key: value for key, value in found._asdict().items() if key.startswith("d")}
    gradients["dx"] = np.array([step.dx_t for step in found.backward])
    h = np.array([step.h_t for step in found.forward])
    return h, getattr(found.forward[-1], "c_t", None), gradients


def whole(kind, parts, layers, inputs, **how):
    """States and gradients of layers, or of both directions, each a cell of the package."""
    x, dh_now = inputs["x"], inputs["dh_now"]
    firsts = [
        [inputs[name][n] for name in ("h_0", "c_0") if name in inputs] for n in range(len(parts))
    ]
    dc_T = inputs.get("dc_T", [None] * len(parts))
    weights = [combined(part, kind) for part in parts]
    run = functools.partial(back, kind, **how)
    if layers == 2:
        below = np.zeros((len(x), len(firsts[0][0])))
        h_below = run(weights[0], x, below, firsts[0], dc_T[0])[0]
        h, c_top, top = run(weights[1], h_below, dh_now, firsts[1], dc_T[1])
        h_1, c_1, bottom = run(weights[0], x, top["dx"], firsts[0], dc_T[0])
        return h, [h_1[-1], h[-1]], [c_1, c_top], bottom["dx"], [bottom, top]
    if len(parts) == 2:
        size = len(firsts[0][0])
        fwd, c_fwd, one = run(weights[0], x, dh_now[:, :size], firsts[0], dc_T[0])
        bwd, c_bwd, two = run(weights[1], x[::-1], dh_now[::-1, size:], firsts[1], dc_T[1])
        h = np.concatenate([fwd, bwd[::-1]], axis=1)
        return h, [fwd[-1], bwd[-1]], [c_fwd, c_bwd], one["dx"] + two["dx"][::-1], [one, two]
    h, c, found = run(weights[0], x, dh_now, firsts[0], dc_T[0])
    return h, [h[-1]], [c], found["dx"], [found]


def arrays(found):
    return {name: np.array(value) for name, value in found.items()}


def errors(framework, case, turn=lambda parts: parts):
    """How far all is from what the framework found. turn: plants a mistake into the weights."""
    mapping, kind = RECORDED[framework]["mapping"], case["kind"]
    parts = [turn(part) for part in cells(framework, mapping, case, case["weights"])]
    how = conventions(framework, case)
    h, h_T, c_T, dx, found = whole(kind, parts, case["layers"], arrays(case["inputs"]), **how)
    gradients = case["gradients"]
    yield far(h, np.array(case["h"]))
    yield far(np.array(h_T), np.array(case["h_T"]))
    yield far(dx, np.array(gradients["x"]))
    yield far(np.array([one["dh_0"] for one in found]), np.array(gradients["h_0"]))
    if kind == "lstm":
        yield far(np.array(c_T), np.array(case["c_T"]))
        yield far(np.array([one["dc_0"] for one in found]), np.array(gradients["c_0"]))
    for one, true in zip(found, cells(framework, mapping, case, gradients), strict=True):
        for name, value in true.items():
            # A second bias has the first one's gradient, but for a GRU's candidate.
            ours = "db_rec" if kind == "gru" and name == "b2_h" else f"d{name.replace('b2', 'b')}"
            yield far(one[ours], value)


@pytest.mark.parametrize(("framework", "case"), WITH_GRADIENTS)
def test_states_and_gradients_are_the_frameworks(framework, case):
    found = list(errors(framework, case))
    assert len(found) > 6
    assert max(found) < 1e-12


@pytest.mark.parametrize("framework", ["pytorch", "keras", "flax"])
def test_the_deep_and_the_bidirectional_network_are_the_frameworks(framework):
    mapping = RECORDED[framework]["mapping"]
    for case in RECORDED[framework]["cases"]:
        if case["kind"] != "rnn" or case["layers"] == case["directions"]:
            continue
        parts = [combined(part, "rnn") for part in cells(framework, mapping, case, case["weights"])]
        inputs = arrays(case["inputs"])
        suffixes = ("_l1", "_l2") if case["layers"] == 2 else ("_fwd", "_bwd")
        weights = {}
        for suffix, part, h_0 in zip(suffixes, parts, inputs["h_0"], strict=True):
            weights |= {f"{name}{suffix}": value for name, value in part.items()}
            weights[f"h_0{suffix}"] = h_0
        if case["layers"] == 2:
            steps = deep.encode(inputs["x"], **weights)
            found = np.array([step["h_l2_t"] for step in steps])
            last = [steps[-1]["h_l1_t"], steps[-1]["h_l2_t"]]
        else:
            steps = bidirectional.encode(inputs["x"], **weights)
            found = np.array([step.h_t for step in steps])
            last = np.split(bidirectional.last_states(steps), 2)
        assert far(found, np.array(case["h"])) < 1e-13
        assert far(np.array(last), np.array(case["h_T"])) < 1e-13


ONNX = [
    pytest.param(case, evaluator, id=f"{case['kind']}-{n}-{evaluator}")
    for n, case in enumerate(RECORDED["onnx"]["cases"])
    for evaluator in ("reference", "runtime")
]


@pytest.mark.parametrize(("case", "evaluator"), ONNX)
def test_states_are_those_of_onnx(case, evaluator):
    mapping, inputs = RECORDED["onnx"]["mapping"], arrays(case["inputs"])
    parts = cells("onnx", mapping, case, inputs)
    given = {"x": inputs["X"][:, 0], "h_0": inputs["initial_h"][:, 0]}
    given["dh_now"] = np.zeros((len(given["x"]), given["h_0"].size))
    if case["kind"] == "lstm":
        given |= {"c_0": inputs["initial_c"][:, 0], "dc_T": np.zeros_like(given["h_0"])}
    if "P" in inputs:
        (h_0,), (c_0,) = given["h_0"], given["c_0"]
        steps = encode_peepholes(given["x"], h_0, c_0, **combined(parts[0], "lstm"))
        h, c_T = np.array([step.h_t for step in steps]), [steps[-1].c_t]
        h_T = [h[-1]]
    else:
        how = conventions("onnx", case)
        h, h_T, c_T, *_ = whole(case["kind"], parts, 1, given, **how)
    true = arrays(case[evaluator])
    within = 1e-13 if evaluator == "reference" else 1e-5
    assert far(h, np.concatenate(list(true["Y"][:, :, 0].transpose(1, 0, 2)), axis=1)) < within
    assert far(np.array(h_T), true["Y_h"][:, 0]) < within
    if case["kind"] == "lstm":
        assert far(np.array(c_T), true["Y_c"][:, 0]) < within


# The lessons' small examples.


def lesson_states(cell, **how):
    """The package's hidden states of a lesson; how: the convention of a GRU."""
    x = np.array(cell["x"])
    told = ("kind", "x", "layers", "directions")
    given = {name: np.array(value) for name, value in cell.items() if name not in told}
    if cell.get("directions") == 2:
        return np.array([step.h_t for step in bidirectional.encode(x, **given)])
    if cell.get("layers") == 2:
        return np.array([step["h_l2_t"] for step in deep.encode(x, **given)])
    if cell["kind"] == "rnn":
        named = {f"{name}_l1": value for name, value in given.items()}
        return np.array([step["h_l1_t"] for step in deep.encode(x, **named)])
    encode = lstm.encode if cell["kind"] == "lstm" else gru.encode
    return np.array([step.h_t for step in encode(x, **given, **how)])


RESETS = {"_after": True, "_before": False}


@pytest.mark.parametrize("framework", RECORDED)
def test_the_lessons_states_are_the_frameworks(framework):
    for name, found in RECORDED[framework]["lessons"].items():
        base, _, place = name.rpartition("_")
        how = {}
        if name in LESSONS:
            base = name
        if LESSONS[base]["kind"] == "gru":
            how = {"reset_after": RESETS.get(f"_{place}", True), "z_keeps": True}
        h = lesson_states(LESSONS[base], **how)
        if framework != "onnx":
            assert far(h, np.array(found["h"])) < 1e-14
            continue
        for evaluator, within in (("reference", 1e-14), ("runtime", 1e-6)):
            true = np.array(found[evaluator]["Y"])[:, :, 0].reshape(len(h), -1)
            assert far(h, true) < within


# Planted mistakes: the records find each.


def exchanged(one, other):
    """Take the rows of two gates for each other's: the shapes stay."""
    names = {one: other, other: one}

    def turn(parts):
        return {
            f"{letter}_{names.get(gate, gate)}": value
            for (letter, gate), value in ((name.split("_"), value) for name, value in parts.items())
        }

    return turn


MISTAKES = {
    "lstm": {
        **{f"{a} and {b}": exchanged(a, b) for a, b in ("if", "io", "ic", "fo", "fc", "oc")},
        "a dropped bias": lambda parts: {**parts, "b_o": 0 * parts["b_o"]},
        "W for Wᵀ": lambda parts: {**parts, "W_i": parts["W_i"].T},
    },
    "gru": {
        **{f"{a} and {b}": exchanged(a, b) for a, b in ("zr", "zh", "rh")},
        "a dropped bias": lambda parts: {**parts, "b_r": 0 * parts["b_r"]},
        "W for Wᵀ": lambda parts: {**parts, "W_h": parts["W_h"].T},
        "z for 1 − z": lambda parts: {
            name: -value if name.endswith("_z") else value for name, value in parts.items()
        },
    },
}


@pytest.mark.parametrize("framework", ["pytorch", "keras", "flax"])
@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_in_the_weights_is_found(framework, kind):
    case = next(case for case in RECORDED[framework]["cases"] if case["kind"] == kind)
    for what, turn in MISTAKES[kind].items():
        assert next(errors(framework, case, turn)) > 1e-3, what


def test_the_reset_at_the_other_place_is_found():
    for case in RECORDED["keras"]["cases"]:
        if case["kind"] == "gru":
            turned = {**case, "reset_after": not case["reset_after"]}
            if np.shape(case["weights"]["0/bias"])[0] == 2:
                assert next(errors("keras", turned)) > 1e-3


# What the frameworks begin with.


def test_the_forget_bias_is_1_in_keras_and_no_other():
    (keras,) = RECORDED["keras"]["initial_biases"].values()
    assert RECORDED["keras"]["mapping"]["lstm"]["order"] == "i f c o"
    assert keras == [0, 0, 1, 1, 0, 0, 0, 0]
    assert all(bias == [0, 0] for bias in RECORDED["flax"]["initial_biases"].values())
    (torch,) = RECORDED["pytorch"]["initial_biases"].values()
    assert np.abs(np.abs(torch) - 10000**-0.5).max() < 1e-5  # evenly, to ±1/√hidden
