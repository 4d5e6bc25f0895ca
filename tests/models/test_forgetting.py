"""The cells before and after the forget gate, against the cells of their own modules."""

import numpy as np
import pytest

from rnn_examples.models.forgetting import both_cells
from rnn_examples.models.lstm_scalar import lstm_scalar
from rnn_examples.models.lstm_variants import encode_no_forget


@pytest.mark.parametrize("seed", range(6))
def test_each_is_the_cell_of_its_module(seed):
    random = np.random.default_rng(seed)
    x = random.normal(size=9)
    weights = {f"{name}_{gate}": np.float64(random.normal()) for gate in "ifoc" for name in "wub"}
    found = both_cells(x, **weights)
    full = lstm_scalar(x, np.float64(0), np.float64(0), **weights)
    shapes = {"w": (1, 1), "u": (1, 1), "b": (1,)}
    arrays = {
        f"{name.upper() if name != 'b' else name}_{gate}": weights[f"{name}_{gate}"].reshape(shape)
        for gate in "ioc"
        for name, shape in shapes.items()
    }
    first = encode_no_forget(x[:, None], np.zeros(1), np.zeros(1), **arrays)
    for step, one, other in zip(found, full, first, strict=True):
        assert (step.c_t, step.h_t) == (one.c_t, one.h_t)
        assert step.c_sum_t == pytest.approx(other.c_t[0], rel=1e-12)
        assert step.h_sum_t == pytest.approx(other.h_t[0], rel=1e-12)
