"""The two roads, against powers in 50 digits and the LSTM itself."""

import mpmath
import numpy as np
import pytest

from rnn_examples.models import lstm
from rnn_examples.models.cell_road import roads

MP = mpmath.mp.clone()
MP.dps = 50


@pytest.mark.parametrize("b_f", [-2.0, 0.0, 1.0, 5.0])
def test_a_road_is_a_power(b_f):
    steps = roads(np.float64(b_f), np.float64(0.9), np.float64(0.5), 50)
    f, elman = 1 / (1 + MP.exp(-MP.mpf(b_f))), (1 - MP.mpf(0.5) ** 2) * MP.mpf(0.9)
    for t, step in enumerate(steps, 1):
        assert step.road_t == pytest.approx(float(f**t), rel=1e-13)
        assert step.elman_t == pytest.approx(float(elman**t), rel=1e-13)


def test_a_gate_that_is_open_loses_nothing():
    steps = roads(np.float64(1000), np.float64(0.9), np.float64(0.5), 50)
    assert [step.road_t for step in steps] == [1.0] * 50


def test_the_lstms_cell_state_has_that_derivative():
    """Without W and U the gates read nothing, so the road is the whole derivative."""
    zero, bias = np.zeros((1, 1)), np.array([0.3])
    weights = {f"{letter}_{gate}": zero for letter in "WU" for gate in "ifoc"}
    weights |= {f"b_{gate}": bias for gate in "ifoc"}
    found = lstm.backpropagate(
        np.ones((50, 1)), np.zeros((50, 1)), np.ones(1), np.zeros(1), np.zeros(1), **weights
    )
    road = roads(np.float64(0.3), np.float64(0.9), np.float64(0.5), 50)[-1].road_t
    assert found.dc_0[0] == pytest.approx(road, rel=1e-13)
