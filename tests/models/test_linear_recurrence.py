"""Linear recurrences, minimal gates and state spaces: scans against loops, all against sums."""

import inspect
from fractions import Fraction

import hypothesis.strategies as st
import mpmath
import numpy as np
import pytest
from hypothesis import given

from rnn_examples.models import linear_recurrence, minimal_gates, state_space
from rnn_examples.models.linear_recurrence import (
    Pair,
    linear,
    loop,
    lru,
    prefixes,
    scan,
    together,
    tree_of_four,
    turning,
)
from rnn_examples.models.minimal_gates import min_gru, min_lstm
from rnn_examples.models.state_space import selective, slstm
from rnn_examples.oracles import linear as oracles
from tests.models.as_users import MODELS

MODULES = {
    **dict.fromkeys(["linear", "tree_of_four", "turning", "lru"], linear_recurrence),
    **dict.fromkeys(["min_gru", "min_lstm"], minimal_gates),
    **dict.fromkeys(["selective", "slstm", "mlstm"], state_space),
}
numbers = st.lists(st.tuples(st.floats(-2, 2), st.floats(-2, 2)), max_size=20)


def drawn(function, seed):
    """Inputs with signs, and of ordinary size."""
    random = np.random.default_rng(seed)
    given = {name: np.float64(random.normal()) for name in inspect.signature(function).parameters}
    given["x"] = random.normal(size=4 if function is tree_of_four else 5) * 1.5
    if "kappa" in given:
        given["kappa"] = np.exp(given["kappa"])
    if function in (lru, turning):
        given["h_0"] = random.normal(size=2)
    if function is lru:
        angle = random.uniform(0, 6)
        given |= {"cos_theta": np.cos(angle), "sin_theta": np.sin(angle)}
    return given


def values_of(result):
    """Each value by its name: a step's field `h_t` is `h_1`, `h_2` and so on."""
    if isinstance(result, list):
        return {
            f"{field.removesuffix('_t')}_{t}": value
            for t, step in enumerate(result, 1)
            for field, value in step._asdict().items()
        }
    found = result._asdict()
    return {**found, **values_of(found.pop("steps", []))}


@pytest.mark.parametrize("name", MODULES)
@pytest.mark.parametrize("seed", range(5))
def test_every_value_is_the_oracles(name, seed):
    function = getattr(MODULES[name], name)
    given = drawn(function, seed)
    found = values_of(function(**given))
    found.pop("steps", None)
    as_oracle = {
        key: [Fraction(float(n)) for n in value] if np.ndim(value) else Fraction(float(value))
        for key, value in given.items()
    }
    true = getattr(oracles, name).function(**as_oracle)
    assert found.keys() == true.keys()
    for key, value in true.items():
        near = np.array(value, dtype=float)
        np.testing.assert_allclose(found[key], near, rtol=1e-11, atol=1e-12, err_msg=key)


@given(numbers, st.floats(-2, 2).map(np.float64))
def test_the_scan_is_the_loop_for_any_length(pairs, h_0):
    a, u = np.array(pairs).reshape(-1, 2).T
    states, looped = scan(a, u, h_0), loop(a, u, h_0)
    largest = np.cumprod(np.maximum(np.abs(a), 1)).max(initial=1) * (1 + np.abs(u).sum())
    assert len(states) == len(a)
    for one, other in zip(states, looped, strict=True):
        assert abs(one.h_t - other.h_t) <= 1e-14 * largest * (1 + abs(h_0))


@given(st.lists(st.tuples(st.fractions(-2, 2), st.fractions(-2, 2)), max_size=17))
def test_in_fractions_the_scan_is_the_loop_exactly(pairs):
    one_by_one, before = [], Pair(Fraction(1), Fraction(0))
    for pair in pairs:
        before = Pair(pair[0] * before.a, pair[0] * before.u + pair[1])
        one_by_one.append(before)
    assert MODELS.linear_recurrence.prefixes([Pair(*pair) for pair in pairs]) == one_by_one


@given(st.lists(st.fractions(-3, 3), min_size=6, max_size=6))
def test_putting_steps_together_is_associative(numbers):
    one, two, three = (Pair(*numbers[i : i + 2]) for i in (0, 2, 4))
    merge = MODELS.linear_recurrence.together
    assert merge(merge(one, two), three) == merge(one, merge(two, three))


def test_a_scan_needs_few_rounds():
    class Depth:
        """How many products stand one after the other before this one."""

        def __init__(self, depth):
            self.depth = depth

        def __mul__(self, other):
            return Depth(1 + max(self.depth, other.depth))

        def __add__(self, other):
            return Depth(max(self.depth, other.depth))

    pairs = [Pair(Depth(0), Depth(0)) for _ in range(1024)]
    deepest = max(pair.a.depth for pair in MODELS.linear_recurrence.prefixes(pairs))
    assert 10 <= deepest <= 20


def test_the_minimal_cells_are_scans_of_gates_known_before():
    gru = drawn(min_gru, 3)
    steps = min_gru(**gru)
    z, candidate = (np.array([getattr(s, n) for s in steps]) for n in ("z_t", "h_tilde_t"))
    scanned = scan(1 - z, z * candidate, gru["h_0"])
    np.testing.assert_allclose([s.h_t for s in scanned], [s.h_t for s in steps], rtol=1e-13)
    lstm = drawn(min_lstm, 4)
    steps = min_lstm(**lstm)
    f, i, candidate = (
        np.array([getattr(s, n) for s in steps]) for n in ("f_share_t", "i_share_t", "h_tilde_t")
    )
    np.testing.assert_allclose(f + i, 1, rtol=1e-15)
    scanned = scan(f, i * candidate, lstm["h_0"])
    np.testing.assert_allclose([s.h_t for s in scanned], [s.h_t for s in steps], rtol=1e-13)


def test_a_selective_state_space_with_kappa_of_1_keeps_what_a_min_gru_keeps():
    given = drawn(selective, 5) | {"kappa": np.float64(1)}
    steps = selective(**given)
    gates = [1 / (1 + np.exp(-(given["u_delta"] * x_t + given["b_delta"]))) for x_t in given["x"]]
    np.testing.assert_allclose([s.a_t for s in steps], 1 - np.array(gates), rtol=1e-14)


def test_what_an_slstm_takes_out_of_its_exponentials_keeps_them_small():
    given = drawn(slstm, 6) | {"b_i": np.float64(500.0), "b_f": np.float64(300.0)}
    steps = slstm(**given)
    assert all(max(step.i_t, step.f_t) == 1 for step in steps)
    assert np.isfinite([step.h_t for step in steps]).all()


@given(st.floats(-6, 6).map(np.float64), st.floats(0, 7))
def test_an_lru_is_stable_whatever_its_parameter(nu, angle):
    unit = lru(np.ones(3), np.zeros(2), nu, np.cos(angle), np.sin(angle), np.float64(1))
    assert 0 <= unit.norm_λ < 1
    assert unit.gamma**2 + unit.norm_λ**2 == pytest.approx(1)


def test_above_1_a_state_grows_and_below_1_it_forgets():
    x = np.zeros(60)
    x[0] = 1.0
    for size, end in ((0.9, 0.9**59), (1.0, 1.0), (1.1, 1.1**59)):
        λ_re, λ_im = np.float64(size * 0.6), np.float64(size * 0.8)
        steps = turning(x, np.zeros(2), λ_re, λ_im, np.float64(1)).steps
        assert steps[-1].norm_h_t == pytest.approx(end, rel=1e-12)
        real = linear(x, np.float64(0), np.float64(size), np.float64(1))
        assert real[-1].h_t == pytest.approx(end, rel=1e-12)


def test_nothing_is_a_sequence_too():
    nothing = np.zeros(0)
    assert scan(nothing, nothing, np.float64(1)) == []
    assert prefixes([]) == []
    pair = Pair(np.float64(0.5), np.float64(2))
    assert prefixes([pair]) == [pair]
    assert together(pair, pair) == (0.25, 3)


def test_an_angle_that_is_none_is_refused():
    with pytest.raises(ValueError, match=r"cos_theta is 0\.8 and sin_theta 0\.8; their squares"):
        MODELS.linear_recurrence.lru([1.0], [0.0, 0.0], 0.0, 0.8, 0.8, 1.0)
    with pytest.raises(ValueError, match=r"x has the shape \(3,\); it must be \(4\)"):
        MODELS.linear_recurrence.tree_of_four([1.0, 2.0, 3.0], 0.0, 0.5, 1.0)
    with pytest.raises(ValueError, match="kappa is 0"):
        MODELS.state_space.selective([1.0], 0.0, 0.0, 1.0, 1.0, 1.0, 1.0)
    with pytest.raises(ValueError, match=r"u has the shape \(2,\)"):
        MODELS.linear_recurrence.scan([1.0, 2.0, 3.0], [1.0, 2.0], 0.0)


def test_the_integral_of_the_oracle_is_what_its_formula_says():
    mp = mpmath.mp.clone()
    mp.dps = 30
    found = oracles.selective.function(
        x=[1], h_0=0, kappa=Fraction(3, 2), u_delta=0, b_delta=1, u_B=1, u_C=1
    )
    length = mp.log(1 + mp.e)
    assert mp.almosteq(found["u_1"], (1 - mp.exp(-1.5 * length)) / 1.5, 1e-25)
