"""The published numbers, against the package, the complex step, 50 digits, and frameworks."""

import dataclasses

import numpy as np
import pytest

from rnn_examples.oracles import gates, layers
from rnn_examples.oracles.derivatives import backpropagation_of_translation
from rnn_examples.vectors import exact, networks
from rnn_examples.vectors.case import TOLERANCE
from rnn_examples.vectors.cases import CASES
from rnn_examples.vectors.computed import computed, difference, published
from tests.oracles import framework_weights
from tests.oracles.complex_step import far, gradient
from tests.vectors.losses import complex_loss

NAMES = pytest.mark.parametrize("name", CASES)


@NAMES
def test_the_package_agrees(name):
    case = CASES[name]
    found, true = computed(case), published(case)
    assert difference(found, true) < TOLERANCE / 100
    given_by_both = found.keys() & true.keys()
    assert "loss" in given_by_both
    assert any(name.startswith("values.") for name in given_by_both)
    missing = {name for name in true.keys() - found.keys() if name.startswith("gradients.")}
    assert missing <= {"gradients.x"}


@NAMES
def test_the_loss_and_every_gradient_agree_with_the_complex_step(name):
    case = CASES[name]
    assert np.isclose(complex_loss(name, case.inputs).real, case.results.loss, 1e-13, 1e-13)
    assert len(case.results.gradients) >= 1
    for given, true in case.results.gradients.items():
        found = gradient(lambda p: complex_loss(name, p), case.inputs, given)
        assert far(found, true) < 1e-13, given


def in_50_digits(name, inputs):
    """Values of a case by an oracle of the package, time step by time step."""
    places = {}

    def note(place, value):
        places[place] = value
        return value

    if name.startswith("lstm"):
        return gates.lstm_run(inputs)(note) | places
    if name.startswith("gru"):
        return gates.gru_run(inputs)(note) | places
    given = {key: value for key, value in inputs.items() if not key.startswith("dh_now")}
    if name.startswith("deep"):
        return layers.deep.function(**given)
    if name.startswith("bidirectional"):
        return layers.both_ways.function(**given)
    return backpropagation_of_translation.function(**given)


@pytest.mark.parametrize(
    "name",
    [name for name in CASES if name.startswith(("lstm", "gru", "deep", "bidir", "seq2seq"))
     and not name.endswith(("masked", "no_forget", "peepholes"))],
)  # fmt: skip
def test_every_float_is_the_nearest_to_the_value_in_50_digits(name):
    case = CASES[name]
    found = in_50_digits(name, case.inputs)
    compared = 0
    for value, steps in case.results.values.items():
        value = {"l": "L"}.get(value, value)
        for t, true in enumerate(steps, 1):
            if f"{value}_{t}" in found:
                mine = np.array(found[f"{value}_{t}"], float)
                assert mine.tolist() == true.tolist(), f"{value}_{t}"
                compared += 1
    assert compared >= 4 * len(case.inputs["y_star" if name == "seq2seq_forced" else "x"])


def test_gradients_are_the_nearest_floats_to_differences_in_50_digits():
    for name, oracle in (
        ("lstm_dense", gates.lstm_backpropagation),
        ("gru_keeps_before", gates.gru_backpropagation),
        ("gru_writes_after", gates.gru_backpropagation),
        ("seq2seq_forced", backpropagation_of_translation),
    ):
        case = CASES[name]
        found = oracle.function(**case.inputs)
        for given, true in case.results.gradients.items():
            if f"d{given}" in found:
                assert np.array(found[f"d{given}"], float).tolist() == true.tolist()


@NAMES
def test_more_digits_change_no_float(name, monkeypatch):
    case = dataclasses.replace(CASES[name])
    monkeypatch.setattr(exact.mp, "dps", 500)
    for part, arrays in vars(CASES[name].results).items():
        again = getattr(case.results, part)
        if part == "loss":
            assert again == arrays
        else:
            assert {k: v.tobytes() for k, v in again.items()} == {
                k: v.tobytes() for k, v in arrays.items()
            }


WITH_GRADIENTS = [
    pytest.param(framework, case, id=f"{framework}-{case['kind']}-{n}")
    for framework in ("pytorch", "keras", "flax")
    for n, case in enumerate(framework_weights.recorded(framework)["cases"])
    if case["layers"] == case["directions"] == 1
]


@pytest.mark.parametrize(("framework", "case"), WITH_GRADIENTS)
def test_the_networks_are_those_of_the_frameworks(framework, case):
    kind, mapping = case["kind"], framework_weights.recorded(framework)["mapping"]
    (parts,) = framework_weights.cells(framework, mapping, case, case["weights"])
    inputs = {key: np.array(value) for key, value in case["inputs"].items()}
    inputs |= {key: inputs[key][0] for key in ("h_0", "c_0", "dc_T") if key in inputs}
    inputs |= framework_weights.combined(parts, kind)
    if kind == "gru":
        after = mapping["gru"]["reset_after"]
        inputs["reset_after"] = after if isinstance(after, bool) else case["reset_after"]
        inputs["z_keeps"] = mapping["gru"]["z_keeps"]
    given = {key: exact.exact(value) for key, value in inputs.items()}
    values, loss = getattr(networks, kind)(given)
    exact.derive(loss)
    h = np.array([[float(entry.value) for entry in row] for row in values["h"]])
    dx = np.array([[float(entry.gradient) for entry in row] for row in given["x"]])
    assert far(h, np.array(case["h"])) < 1e-13
    assert far(dx, np.array(case["gradients"]["x"])) < 1e-12


def test_no_two_axes_of_an_array_are_equally_long_but_of_a_square_W():
    for case in CASES.values():
        for name, axes in case.axes.items():
            sizes = case.inputs[name].shape
            assert name[0] == "W" or len({*sizes}) == len(sizes), (case.name, name, axes)


def test_entries_have_seven_binary_digits_and_no_array_is_symmetric():
    for case in CASES.values():
        for name in case.axes:
            array = case.inputs[name]
            assert np.array_equal(array.astype(np.float16), array)
            assert np.all(array != 0)
            if array.ndim == 2:
                assert len(np.unique(array, axis=0)) == len(array)
                assert array.shape[0] != array.shape[1] or not np.array_equal(array, array.T)
