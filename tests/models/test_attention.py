"""Attention by every score: against 50 digits, the complex step, and exact numbers."""

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn_examples.models import attention, attention_backward
from rnn_examples.models.attention import attentional_state, look_masked, next_state
from rnn_examples.models.attention_backward import ThroughLook
from tests.models.as_users import MODELS
from tests.oracles import complex_attention
from tests.oracles.complex_step import far, gradient

MP = mpmath.mp.clone()
MP.dps = 50

KINDS = ("additive", "dot", "general", "concat", "scaled_dot")
OF_ONE_SIZE = ("dot", "scaled_dot", "masked")
WEIGHTS = {
    "additive": ("W_a", "U_a", "w_a"),
    "general": ("W_a",),
    "concat": ("W_a", "w_a"),
}
every_kind = pytest.mark.parametrize("kind", KINDS)


def case(kind, seed=3, time=3, hidden=2, source=4, align=3):
    """Dense, of both signs, of unequal sizes where the score allows it."""
    random = np.random.default_rng(seed)
    source = hidden if kind in OF_ONE_SIZE else source
    shapes = {
        ("additive", "W_a"): (align, hidden),
        ("additive", "U_a"): (align, source),
        ("general", "W_a"): (hidden, source),
        ("concat", "W_a"): (align, hidden + source),
    }
    inputs = {
        "s": random.normal(size=hidden),
        "h": random.normal(size=(time, source)),
        "dv": random.normal(size=source),
    }
    for name in WEIGHTS.get(kind, ()):
        inputs[name] = random.normal(size=shapes.get((kind, name), align))
    if kind == "masked":
        inputs["m"] = random.random(time) < 0.6
        inputs["m"][random.integers(time)] = True
    return inputs


def forward(kind, inputs):
    named = {name: value for name, value in inputs.items() if name != "dv"}
    return getattr(attention, "scaled_dot_masked" if kind == "masked" else kind)(**named)


def errors(kind, inputs):
    """How far each derivative is from the complex step's."""
    found = getattr(attention_backward, f"backpropagate_{kind}")(**inputs)
    loss = complex_attention.loss(kind)
    return {
        name: far(getattr(found, f"d{name}"), gradient(loss, inputs, name))
        for name in ("s", "h", *WEIGHTS.get(kind, ()))
    }


@pytest.mark.parametrize("kind", [*KINDS, "masked"])
@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    time=st.integers(1, 6),
    hidden=st.integers(1, 5),
    source=st.integers(1, 5),
    align=st.integers(1, 5),
)
def test_every_gradient_agrees_with_the_complex_step(kind, seed, time, hidden, source, align):
    inputs = case(kind, seed, time, hidden, source, align)
    found = getattr(attention_backward, f"backpropagate_{kind}")(**inputs)
    for name in ("s", "h", *WEIGHTS.get(kind, ())):
        true = gradient(complex_attention.loss(kind), inputs, name)
        np.testing.assert_allclose(getattr(found, f"d{name}"), true, rtol=1e-9, atol=1e-12)


def in_50_digits(kind, p):
    """The weights and the context, entry by entry, from the definitions."""

    def exact(array):
        return MP.matrix(np.asarray(array).tolist())

    s, rows = exact(p["s"]), [exact(row) for row in p["h"]]
    if kind in OF_ONE_SIZE:
        e = [(s.T * row)[0] for row in rows]
        e = [x / MP.sqrt(len(s)) for x in e] if kind == "scaled_dot" else e
    elif kind == "general":
        e = [(s.T * exact(p["W_a"]) * row)[0] for row in rows]
    else:
        wide = np.hstack([p["W_a"], p["U_a"]]) if kind == "additive" else p["W_a"]
        w, both = exact(p["w_a"]), [MP.matrix([*s, *row]) for row in rows]
        e = [(w.T * (exact(wide) * x).apply(MP.tanh))[0] for x in both]
    total = MP.fsum(MP.exp(x) for x in e)
    alpha = [MP.exp(x) / total for x in e]
    v = [
        MP.fsum(a * row[j] for a, row in zip(alpha, rows, strict=True)) for j in range(len(rows[0]))
    ]
    return {name: np.array(x, float) for name, x in {"e": e, "alpha": alpha, "v": v}.items()}


@every_kind
@pytest.mark.parametrize("seed", range(6))
def test_scores_weights_and_context_agree_with_50_digits(kind, seed):
    inputs = case(kind, seed, time=1 + seed)
    found, true = forward(kind, inputs), in_50_digits(kind, inputs)
    for name, expected in true.items():
        np.testing.assert_allclose(getattr(found, name), expected, rtol=1e-13, atol=1e-14)
    assert [float(score.e_t) for score in found.scores] == found.e.tolist()


@every_kind
def test_the_weights_are_positive_and_add_up_to_one(kind):
    alpha = forward(kind, case(kind, time=6)).alpha
    assert (alpha > 0).all()
    assert alpha.sum() == pytest.approx(1, abs=1e-15)


def test_concat_is_additive_with_both_matrices_side_by_side():
    given_ = case("additive", 8)
    wide = np.hstack([given_["W_a"], given_["U_a"]])
    concat = attention.concat(given_["s"], given_["h"], wide, given_["w_a"])
    np.testing.assert_allclose(concat.e, forward("additive", given_).e, rtol=1e-14)


def test_dot_is_general_with_the_identity():
    given_ = case("dot", 8)
    found = attention.general(given_["s"], given_["h"], np.eye(2))
    np.testing.assert_array_equal(found.e, forward("dot", given_).e)


@every_kind
def test_equal_states_get_equal_weights_and_are_the_context(kind):
    inputs = case(kind, 5, time=4)
    inputs["h"] = np.tile(inputs["h"][0], (4, 1))
    found = forward(kind, inputs)
    assert found.alpha.tolist() == [0.25] * 4
    np.testing.assert_allclose(found.v, inputs["h"][0], rtol=1e-15)


@every_kind
def test_one_source_state_is_the_context_bit_for_bit(kind):
    inputs = case(kind, 5, time=1)
    found = forward(kind, inputs)
    assert found.alpha.tolist() == [1.0]
    assert found.v.tolist() == inputs["h"][0].tolist()


# The mask.


def test_what_is_masked_has_a_weight_of_exactly_0_and_is_never_read():
    inputs = case("masked", 4, time=5)
    m = np.array([True, False, True, False, True])
    alone = forward("scaled_dot", {"s": inputs["s"], "h": inputs["h"][m]})
    for padding in (0.0, 1e300, np.nan, np.inf, -np.inf):
        h = np.where(m[:, None], inputs["h"], padding)
        found = forward("masked", {"s": inputs["s"], "h": h, "m": m})
        assert found.alpha[~m].tolist() == [0.0, 0.0]
        np.testing.assert_allclose(found.alpha[m], alone.alpha, rtol=1e-15)
        np.testing.assert_allclose(found.v, alone.v, rtol=1e-14)
        back = attention_backward.backpropagate_masked(inputs["s"], h, m, inputs["dv"])
        assert back.dh[~m].tolist() == [[0.0, 0.0], [0.0, 0.0]]
        assert np.isfinite(back.ds).all()


def test_a_mask_that_hides_nothing_changes_no_bit():
    inputs = case("scaled_dot", 4, time=5)
    found = forward("scaled_dot", inputs)
    masked = look_masked(found.e, inputs["h"], np.full(5, fill_value=True))
    assert masked.alpha.tolist() == found.alpha.tolist()
    assert masked.v.tolist() == found.v.tolist()


def test_where_everything_is_masked_it_is_refused():
    inputs = case("dot")
    nothing = np.zeros(3, bool)
    with pytest.raises(ValueError, match="m is False everywhere; it must be True somewhere"):
        MODELS.attention.look_masked([1.0, 2.0, 3.0], inputs["h"], nothing)
    with pytest.raises(ValueError, match="m is False everywhere"):
        MODELS.attention_backward.backpropagate_masked(
            inputs["s"], inputs["h"], nothing, inputs["dv"]
        )


# Bad input.


@every_kind
def test_no_source_states_are_refused(kind):
    inputs = case(kind)
    del inputs["dv"]
    inputs["h"] = inputs["h"][:0]
    with pytest.raises(ValueError, match=r"h has the shape .*none of them empty"):
        getattr(MODELS.attention, kind)(**inputs)


@every_kind
def test_scores_that_are_no_numbers_are_refused(kind):
    inputs = case(kind)
    del inputs["dv"]
    inputs["w_a" if "w_a" in inputs else "s"][0] = np.nan
    with pytest.raises(ValueError, match="the largest of e is nan; it must be finite"):
        getattr(MODELS.attention, kind)(**inputs)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_score_without_bound_is_refused_unless_it_is_masked(bad):
    h, e = np.ones((3, 2)), np.array([0.0, bad, 1.0])
    with pytest.raises(ValueError, match=f"the largest of e_masked is {bad}; it must be finite"):
        MODELS.attention.look_masked(e, h, np.array([True, True, False]))
    masked = MODELS.attention.look_masked(e, h, np.array([True, False, False]))
    assert masked.alpha.tolist() == [1.0, 0.0, 0.0]


@every_kind
def test_states_of_a_wrong_size_are_refused_by_name(kind):
    inputs = case(kind)
    del inputs["dv"]
    inputs["s"] = np.ones(7)
    with pytest.raises(ValueError, match=r"(s|h|W_a) has (the shape|\d columns)"):
        getattr(MODELS.attention, kind)(**inputs)


def test_a_mask_of_another_length_or_of_numbers_is_refused():
    inputs = case("dot")
    e = np.ones(3)
    with pytest.raises(ValueError, match=r"m has the shape \(2,\)"):
        MODELS.attention.look_masked(e, inputs["h"], np.array([True, False]))
    with pytest.raises(ValueError, match=r"m is .*; it must hold booleans"):
        MODELS.attention.look_masked(e, inputs["h"], np.ones(3))


# The decoder's next state.


def test_the_next_state_and_the_attentional_state_are_what_the_equations_say():
    random = np.random.default_rng(5)
    s, x, v, b = (random.normal(size=n) for n in (2, 3, 4, 2))
    W, U, C = (random.normal(size=(2, n)) for n in (2, 3, 4))
    found = next_state(s, x, v, W, U, C, b).s_new
    for i in range(2):
        parts = [(W, s), (U, x), (C, v)]
        a = MP.mpf(b[i]) + MP.fsum(
            MP.mpf(matrix[i, j]) * MP.mpf(column[j])
            for matrix, column in parts
            for j in range(len(column))
        )
        assert float(found[i]) == pytest.approx(float(MP.tanh(a)), abs=1e-15)
    W_c = np.hstack([C, W])  # the context first
    expected = np.tanh(C @ v + W @ s)
    np.testing.assert_allclose(attentional_state(s, v, W_c).s_tilde, expected, rtol=1e-14)
    with pytest.raises(ValueError, match=r"W_c has the shape \(2, 5\); it must have 6 columns"):
        MODELS.attention.attentional_state(s, v, W_c[:, 1:])


# Planted mistakes: each is found.

MISTAKES = {
    "the softmax's sum is left out on the way back": (
        "through_look",
        lambda alpha, h, dv: ThroughLook(h @ dv, alpha * (h @ dv), np.outer(alpha, dv)),
    ),
    "the values get the gradient unweighted": (
        "through_look",
        lambda alpha, h, dv: ThroughLook(
            h @ dv, alpha * (h @ dv - alpha @ h @ dv), np.outer(np.ones(len(h)), dv)
        ),
    ),
    "the keys' share is turned": ("outer", lambda column, row: np.outer(column[::-1], row)),
}  # fmt: skip


@every_kind
@pytest.mark.parametrize("what", MISTAKES)
def test_a_planted_mistake_is_found(what, kind, monkeypatch):
    monkeypatch.setattr(attention_backward, *MISTAKES[what])
    inputs = case(kind)
    assert max(errors(kind, inputs).values()) > 1e-3


def test_the_mean_of_given_weights_is_exact():
    h = np.array([[4.0, 8.0], [2.0, -6.0]])
    assert attention.mean_of(np.array([0.75, 0.25]), h).v.tolist() == [3.5, 4.5]
