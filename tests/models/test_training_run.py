"""A training run looked at afterwards, against the same network written out in other words."""

import numpy as np
import pytest

from rnn_examples.models.train import TRAINED
from rnn_examples.models.training_run import (
    DECODER,
    as_tables,
    loss_curve,
    softmax_of_rows,
    translate_forced_at,
    translate_greedily_at,
)
from rnn_examples.oracles import fifty_digits
from tests.models import networks
from tests.oracles.complex_step import translation_loss


def run(seed):
    """Three moments with weights of their own, and a sentence pair."""
    moments = [networks.translator(seed, source=3, target=4)]
    random = np.random.default_rng(seed)
    for _ in range(2):
        moments.append(
            {
                name: moments[0][name] + random.normal(size=moments[0][name].shape)
                for name in TRAINED
            }
        )
    pair = {name: moments[0][name] for name in ("w", "y_0", "y_star", "h_0")}
    return pair, [{name: moment[name] for name in TRAINED} for moment in moments]


@pytest.mark.parametrize("seed", networks.telling(4))
def test_the_curve_is_the_loss_of_every_moment(seed):
    pair, moments = run(seed)
    curve = loss_curve(**as_tables(moments, 1), **pair)
    for point, weights in zip(curve.points, moments, strict=True):
        assert point["loss_t"] == pytest.approx(translation_loss({**pair, **weights}), rel=1e-12)
        assert -np.log(point["p_t"]).sum() == pytest.approx(point["loss_t"], rel=1e-12)


@pytest.mark.parametrize("seed", networks.telling(4))
def test_a_moments_translation_is_that_of_its_weights(seed):
    pair, moments = run(seed)
    tables = as_tables(moments, 1)
    for k, weights in enumerate(moments):
        forced = translate_forced_at(np.int64(k), **pair, **tables)
        assert forced["L"] == pytest.approx(translation_loss({**pair, **weights}), rel=1e-12)
        assert all(forced[name].tolist() == weights[name].tolist() for name in TRAINED)
        assert forced.keys() == {"step", *TRAINED, "encoder", "decoder", "L"}
        assert forced["step"] == k
        given = {name: pair[name] for name in ("w", "y_0", "h_0")}
        found = translate_greedily_at(np.int64(k), **given, **tables, length=5)
        assert found.keys() == {"step", *TRAINED, "encoder", "decoder"}
        assert found["step"] == k
        x = [weights["E_enc"][word] for word in pair["w"]]
        encoder = [weights[f"{letter}_enc"] for letter in "WUb"]
        state = fifty_digits.encode(np.array(x), pair["h_0"], *encoder)[-1][1]
        decoder = {name: weights[name] for name in DECODER}
        true = fifty_digits.decode(None, int(pair["y_0"]), state, **decoder, length=5)
        assert [int(step.y_t) for step in found["decoder"]] == [step["y_t"] for step in true]


@pytest.mark.parametrize("seed", networks.telling(3))
def test_every_number_of_the_curve_agrees_with_50_digits(seed):
    pair, moments = run(seed)
    curve = loss_curve(**as_tables(moments, 1), **pair)
    targets = pair["y_star"].tolist()
    assert curve.points[0].keys() == {
        "step_t", "s_0_t", *(f"s_{n}_t" for n in range(1, len(targets) + 1)),
        "o_t", "y_hat_t", "p_t", "loss_t",
    }  # fmt: skip
    for k, (point, weights) in enumerate(zip(curve.points, moments, strict=True)):
        x = np.array([weights["E_enc"][word] for word in pair["w"]])
        state = fifty_digits.encode(x, pair["h_0"], *(weights[f"{n}_enc"] for n in "WUb"))[-1][1]
        decoder = {name: weights[name] for name in DECODER}
        true = fifty_digits.decode(targets, int(pair["y_0"]), state, **decoder, length=len(targets))
        assert point["step_t"] == curve.step[k] == k
        np.testing.assert_allclose(point["s_0_t"], np.array(state, float), atol=1e-12)
        for t, step in enumerate(true, 1):
            for found, name in (
                (point[f"s_{t}_t"], "s_t"),
                (point["o_t"][t - 1], "o_t"),
                (point["y_hat_t"][t - 1], "y_hat_t"),
            ):
                np.testing.assert_allclose(found, np.array(step[name], float), atol=1e-11)
        p = [float(step["y_hat_t"][y]) for step, y in zip(true, targets, strict=True)]
        np.testing.assert_allclose(point["p_t"], p, rtol=1e-10)
        assert curve.loss[k] == point["loss_t"]
        assert (curve.p_first[k], curve.p_second[k], curve.p_last[k]) == tuple(
            point["p_t"][[0, 1, -1]]
        )


def test_each_row_is_a_softmax_of_its_own_however_large_it_is():
    o = np.array([[1000.0, 999.0, 998.0], [-1000.0, -1001.0, -1002.0], [0.0, -1.0, -2.0]])
    found = softmax_of_rows(o)
    row = np.exp([0.0, -1.0, -2.0]) / np.exp([0.0, -1.0, -2.0]).sum()
    np.testing.assert_allclose(found, np.stack([row, row, row]), rtol=1e-15)
