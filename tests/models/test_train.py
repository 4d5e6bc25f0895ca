"""Training: each step against the definition, and the same bits on every processor."""

import json
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import numpy as np
import pytest

from rnn_examples.models import train as training
from rnn_examples.models.batch import backpropagate_batch
from rnn_examples.models.bptt_seq2seq import backpropagate_translation
from rnn_examples.models.clipping import clipping_scale, global_norm
from rnn_examples.models.train import TRAINED, by_name, descend, round_off, train, update
from rnn_examples.models.training_run import as_tables
from tests.commands import python
from tests.models import networks
from tests.oracles.complex_step import gradient, translation_loss

SEEDS = networks.telling(4)


def problem(seed):
    """A network, and the sentence pair that it is trained on."""
    inputs = networks.translator(seed, source=3, target=4)
    weights = {name: inputs[name] for name in TRAINED}
    pair = {name: inputs[name] for name in ("w", "y_0", "y_star", "h_0")}
    return weights, pair


def trained(seed, steps, eta=0.125, theta=0.5):
    weights, pair = problem(seed)
    return train(weights, **pair, eta=np.float64(eta), theta=np.float64(theta), steps=steps)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_step_goes_against_the_clipped_gradient(seed):
    weights, pair = problem(seed)
    _, after = trained(seed, 1)
    slopes = {name: gradient(translation_loss, {**weights, **pair}, name) for name in TRAINED}
    length = np.sqrt(sum(np.sum(slope**2) for slope in slopes.values()))
    for name in TRAINED:
        expected = weights[name] - 0.125 * slopes[name] * min(1, 0.5 / length)
        assert np.abs(after[name] - expected).max() <= 0.125 * 2.0**-23 * 1.001
    assert length > 0.5


@pytest.mark.parametrize("seed", SEEDS)
def test_every_change_is_the_learning_rate_times_a_multiple_of_two_to_the_minus_22(seed):
    history = trained(seed, 3)
    random = np.random.default_rng(seed)
    gradients = {name: random.normal(size=history[0][name].shape) for name in TRAINED}
    zeros = {name: np.zeros(history[0][name].shape) for name in TRAINED}
    moved = descend(zeros, gradients, np.float64(0.125), np.float64(100))
    for name in TRAINED:
        steps = moved[name] / 0.125 * 2**22
        assert np.array_equal(steps, np.round(steps))
        assert np.abs(moved[name] + 0.125 * gradients[name]).max() <= 0.125 * 2.0**-23


def test_rounding_is_half_to_even():
    unit = Fraction(1, 2**22)
    halves = np.array([0.5, 1.5, 2.5, -0.5, -1.5]) * float(unit)
    assert [Fraction(x) / unit for x in round_off(halves).tolist()] == [0, 2, 2, 0, -2]


def test_the_loss_falls():
    inputs = problem(SEEDS[1])[1]
    losses = [backpropagate_translation(**inputs, **weights).L for weights in trained(SEEDS[1], 60)]
    assert losses[-1] < 0.2 * losses[0]


def test_the_history_begins_before_training_and_no_step_changes_an_older_one():
    weights, _ = problem(SEEDS[2])
    before = {name: array.tolist() for name, array in weights.items()}
    history = trained(SEEDS[2], 5)
    assert len(history) == 6
    assert {name: array.tolist() for name, array in history[0].items()} == before
    shorter = trained(SEEDS[2], 3)
    assert all(history[3][name].tolist() == shorter[3][name].tolist() for name in TRAINED)


def test_the_tables_hold_every_so_many_steps():
    history = trained(SEEDS[2], 6)
    tables = as_tables(history, 2)
    assert tables["step_run"].tolist() == [0, 2, 4, 6]
    for name in TRAINED:
        for moment, step in enumerate((0, 2, 4, 6)):
            assert tables[f"{name}_run"][moment].tolist() == history[step][name].tolist()


def test_an_update_without_rounding_is_as_near_as_the_rounding():
    weights, pair = problem(SEEDS[3])
    gradients = by_name(backpropagate_translation(**pair, **weights))
    found = update(
        np.float64(0.125),
        np.float64(0.5),
        **weights,
        **{f"d{name}": value for name, value in gradients.items()},
    )
    rounded = descend(weights, gradients, np.float64(0.125), np.float64(0.5))
    for name in TRAINED:
        assert np.abs(found[f"{name}_new"] - rounded[name]).max() <= 0.125 * 2.0**-23 * 1.001
    assert found.keys() == {"norm_g", "scale", *(f"{name}_new" for name in TRAINED)}
    length = np.sqrt(sum(np.sum(gradients[name] ** 2) for name in TRAINED))
    assert abs(found["norm_g"] - length) < 1e-12
    assert abs(found["scale"] - min(1, 0.5 / length)) < 1e-12


def test_every_gradient_of_the_pages_runs_is_far_from_a_tie_of_the_rounding():
    """What processors disagree on is some 10⁻¹⁵; a tie nearer than that would part their ways."""
    from rnn_examples.examples import training as page  # noqa: PLC0415

    given = page.FIRST_GRADIENT.arguments
    pair = {name: given[name] for name in ("w", "y_0", "y_star", "h_0")}
    first = {name: given[name] for name in TRAINED}
    runs = [
        (backpropagate_translation, pair, first, page.STEPS),
        (
            backpropagate_batch,
            page.pairs_of_four(),
            page.weights_of_four(page.SEED),
            page.STEPS_OF_FOUR,
        ),
    ]
    for backpropagate, sentences, weights, steps in runs:
        nearest = 1.0
        for _ in range(steps):
            gradients = by_name(backpropagate(**sentences, **weights))
            scale = clipping_scale(global_norm(list(gradients.values())), page.THETA)
            for value in gradients.values():
                units = np.abs(scale * value) * 2**22
                nearest = min(nearest, np.abs(units % 1 - 0.5).min() / 2**22)
            weights = descend(weights, gradients, page.ETA, page.THETA)
        assert nearest > 1e-12


def test_so_is_every_gradient_of_the_page_on_attention(monkeypatch):
    from rnn_examples.examples import attention_map as page  # noqa: PLC0415
    from rnn_examples.models import attention_run  # noqa: PLC0415

    nearest = [1.0]

    def measured(gradient):
        units = np.abs(gradient) * 2**22
        nearest.append(np.abs(units % 1 - 0.5).min() / 2**22)
        return round_off(gradient)

    monkeypatch.setattr(attention_run, "round_off", measured)
    for example in (page.ATTEND_BOYS, page.OTHER_BOYS):
        page.run(int(example.trace["seed"].value), page.STEPS, page.STEPS)
    assert min(nearest) > 1e-13
    assert len(nearest) == 1 + 2 * page.STEPS * 12


# A machine's own kernels, and those of older ones, as NumPy and OpenBLAS can be told to use them.
FEATURES = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
KERNELS = [
    {},
    {"NPY_DISABLE_CPU_FEATURES": " ".join(FEATURES)},
    {"NPY_DISABLE_CPU_FEATURES": " ".join(FEATURES[1:])},
    {"OPENBLAS_CORETYPE": "Prescott"},
    {"OPENBLAS_CORETYPE": "Haswell", "NPY_DISABLE_CPU_FEATURES": " ".join(FEATURES[1:])},
    {"OPENBLAS_CORETYPE": "Sandybridge", "NPY_DISABLE_CPU_FEATURES": " ".join(FEATURES)},
]

PRINTED = """
import json, sys
import numpy as np
from rnn_examples.examples import attention_map, training
from rnn_examples.render.numbers import Numbers

bits = {name: given.tobytes().hex() for name, given in training.run().items()}
bits |= {f"four_{name}": g.tobytes().hex() for name, g in training.run_of_four().items()}
for seed in (16, 6):
    run = attention_map.run(seed, attention_map.STEPS, attention_map.STEPS)
    bits |= {f"attention_{seed}_{name}": g.tobytes().hex() for name, g in run.items()}
numbers = Numbers(training.TRAINING.trace)
texts = [
    number.text
    for name in training.TRAINING.trace.names
    for number in numbers.entries(training.TRAINING.trace[name])
]
raw = [np.tanh(np.linspace(0.1, 3, 999)), 1 / (np.eye(40) + 2.7) @ np.linspace(0.1, 3, 40)]
raw = [array.tobytes().hex() for array in raw]
json.dump({"bits": bits, "texts": texts, "raw": raw}, sys.stdout)
"""


def on(kernel):
    """What the page's run gives under a processor's kernel, and what tanh and a product give."""
    done = python("-c", PRINTED, is_apart=True, **kernel)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_pages_runs_have_the_same_bits_and_digits_under_every_kernel():
    with ThreadPoolExecutor(2) as threads:
        reference, *others = threads.map(on, KERNELS)
    assert len(reference["texts"]) > 500
    for found in others:
        assert found["bits"] == reference["bits"]
        assert found["texts"] == reference["texts"]
    if "X86_V3" in FEATURES:  # elsewhere the kernels may agree
        assert any(found["raw"] != reference["raw"] for found in others)


def test_without_rounding_other_last_bits_would_give_other_weights(monkeypatch):
    """The same run with every gradient changed in its last bit: the rounding takes it away."""

    def disturbed(*args, **given):
        found = backpropagate_translation(*args, **given)
        return found._replace(
            **{f"d{name}": np.nextafter(getattr(found, f"d{name}"), np.inf) for name in TRAINED}
        )

    def bits(history):
        return [history[-1][name].tobytes() for name in TRAINED]

    calm = bits(trained(SEEDS[0], 30))
    monkeypatch.setattr(training, "backpropagate_translation", disturbed)
    assert bits(trained(SEEDS[0], 30)) == calm
    monkeypatch.setattr(training, "round_off", lambda gradient: gradient)
    assert bits(trained(SEEDS[0], 30)) != calm
    unrounded = bits(trained(SEEDS[0], 30))
    monkeypatch.undo()
    monkeypatch.setattr(training, "round_off", lambda gradient: gradient)
    assert bits(trained(SEEDS[0], 30)) != unrounded
