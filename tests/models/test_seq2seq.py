"""The decoder, against 50 digits."""

import jaxtyping
import numpy as np
import pytest

from rnn_examples.models import seq2seq
from rnn_examples.models.seq2seq import (
    decode_greedily,
    decode_teacher_forced,
    embed,
    logits,
    preference,
)
from rnn_examples.oracles import fifty_digits

FIELDS = ("x_t", "a_t", "s_t", "o_t", "y_hat_t")
Y_STAR = np.array([2, 0, 4, 1])


def draw(seed, scale=1.0):
    """Dense and asymmetric, sizes unequal: 6 rows of the table, 5 classes, 3 inputs, 4 hidden."""
    random = np.random.default_rng(seed)
    return {
        "y_0": np.int64(5),
        "s_0": random.normal(size=4),
        "E_dec": scale * random.normal(size=(6, 3)),
        "W_dec": random.normal(size=(4, 4)),
        "U_dec": random.normal(size=(4, 3)),
        "b_dec": random.normal(size=4),
        "V": 3 * random.normal(size=(5, 4)),
        "c": random.normal(size=5),
    }


def largest_error(steps, expected):
    assert len(steps) == len(expected)
    return max(
        abs(float(fifty_digits.mp.mpf(float(found)) - true))
        for step, exact in zip(steps, expected, strict=True)
        for field in FIELDS
        for found, true in zip(getattr(step, field), exact[field], strict=True)
    )


@pytest.mark.parametrize("scale", [0.1, 1.0, 30.0])
@pytest.mark.parametrize("seed", range(5))
def test_the_teacher_forced_decoder_agrees_with_50_digits(seed, scale):
    inputs = draw(seed, scale)
    steps = decode_teacher_forced(y_star=Y_STAR, **inputs)
    expected = fifty_digits.decode(Y_STAR.tolist(), length=4, **inputs)
    assert largest_error(steps, expected) < 1e-12
    assert [int(step.y_t) for step in steps] == [exact["y_t"] for exact in expected]


@pytest.mark.parametrize("seed", range(5))
def test_the_greedy_decoder_agrees_with_50_digits(seed):
    inputs = draw(seed)
    steps = decode_greedily(length=6, **inputs)
    expected = fifty_digits.decode(None, length=6, **inputs)
    assert [int(step.y_t) for step in steps] == [exact["y_t"] for exact in expected]
    assert largest_error(steps, expected) < 1e-12


def test_forced_by_its_own_choices_the_decoder_does_what_it_does_greedily():
    inputs = draw(3)
    greedy = decode_greedily(length=4, **inputs)
    forced = decode_teacher_forced(y_star=np.array([step.y_t for step in greedy]), **inputs)
    assert all(
        a.tobytes() == b.tobytes()
        for one, other in zip(greedy, forced, strict=True)
        for a, b in zip(one, other, strict=True)
    )


def test_the_last_target_is_never_read():
    inputs = draw(1)
    one = decode_teacher_forced(y_star=np.array([2, 0, 4]), **inputs)
    other = decode_teacher_forced(y_star=np.array([2, 0, 1]), **inputs)
    assert one[-1].y_hat_t.tobytes() == other[-1].y_hat_t.tobytes()


def test_of_equally_probable_tokens_the_first_is_chosen():
    inputs = {**draw(1), "V": np.zeros((5, 4)), "c": np.array([0.0, 2.0, 1.0, 2.0, 2.0])}
    assert decode_greedily(length=1, **inputs)[0].y_t == 1


def test_an_embedding_is_the_one_hot_vector_times_the_table():
    E = draw(1)["E_dec"]
    for token in range(6):
        one_hot = np.array([float(k == token) for k in range(6)])
        assert embed(np.int64(token), E).tolist() == (one_hot @ E).tolist()


def test_logits_are_an_affine_map_of_the_state():
    inputs = draw(2)
    s = inputs["s_0"]
    expected = fifty_digits.affine(
        [(fifty_digits.exact(inputs["V"]), fifty_digits.exact(s))], fifty_digits.exact(inputs["c"])
    )
    found = logits(s, inputs["V"], inputs["c"])
    assert np.allclose(found, [float(entry) for entry in expected], rtol=1e-14)


def test_a_time_shift_by_one_would_be_found(monkeypatch):
    step = seq2seq.decoder_step
    monkeypatch.setattr(seq2seq, "decoder_step", lambda y, *rest: step(y * 0, *rest))
    inputs = draw(1)
    steps = decode_teacher_forced(y_star=Y_STAR, **inputs)
    expected = fifty_digits.decode(Y_STAR.tolist(), length=4, **inputs)
    assert largest_error(steps, expected) > 1e-3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("y_0", 5),
        ("y_0", np.float64(5)),
        ("y_star", np.array([[1, 2]])),
        ("y_star", np.array([1.0, 2.0])),
        ("s_0", np.ones(3)),
        ("E_dec", np.ones((6, 4))),
        ("W_dec", np.ones((4, 3))),
        ("U_dec", np.ones((3, 4))),
        ("b_dec", np.ones(3)),
        ("V", np.ones((4, 5))),
        ("c", np.ones(4)),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value!r}"[:24],
)
def test_a_wrong_shape_is_refused_where_shapes_are_checked(name, value):
    with pytest.raises(jaxtyping.TypeCheckError):
        decode_teacher_forced(**{**draw(1), "y_star": Y_STAR, name: value})


def test_a_preference_is_the_distance_of_two_logits_in_every_state():
    inputs = draw(11)
    V, c = inputs["V"], inputs["c"]
    weights, bias = preference(V, c, 3, 1)
    for state in np.random.default_rng(12).normal(size=(5, 4)):
        o = [
            fifty_digits.mp.fdot(map(float, row), map(float, state)) + float(own)
            for row, own in zip(V, c, strict=True)
        ]
        assert abs(float(o[3] - o[1]) - float(weights @ state + bias)) < 1e-12
