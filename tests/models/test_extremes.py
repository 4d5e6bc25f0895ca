"""The models on the largest and smallest numbers, against mpmath and exact arithmetic."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest

from tests.models import networks
from tests.models.as_users import MODELS

MP = mpmath.mp.clone()
MP.dps = 60
TINY, HUGE = 5e-324, 1.7e308


def length(entries):
    return MP.sqrt(MP.fsum(MP.mpf(float(entry)) ** 2 for entry in entries))


def clipped(entries, theta):
    """θ g / ‖g‖ where ‖g‖ is above θ, in 60 digits."""
    factor = min(MP.mpf(1), MP.mpf(theta) / (length(entries) or MP.mpf(1)))
    return [float(MP.mpf(float(entry)) * factor) for entry in entries]


GRADIENTS = [
    [3e200, 4e200],
    [3e-200, 4e-200],
    [HUGE, -HUGE],
    [HUGE, 1.0, TINY],
    [1e160, 1e-160],
    [1e-170, 2e-165],
    [TINY, TINY],
    [0.0, 0.0],
    [2**32, 0],
    [2**62, 2**62],
    [3, -4],
]


@pytest.mark.parametrize("theta", [1.0, 1e-3, 1e200, 1e-165, 1e-300])
@pytest.mark.parametrize("g", GRADIENTS, ids=str)
def test_by_norm_every_gradient_becomes_theta_times_its_direction(g, theta):
    (found,) = MODELS.clipping.clip_by_norm([np.array(g)], theta)
    # Where the result is no ordinary float any more, its last place is the smallest float.
    np.testing.assert_allclose(found, clipped(g, theta), rtol=1e-14, atol=TINY)
    apart = MODELS.clipping.clip_by_norm([np.array(g[:1]), np.array(g[1:])], theta)
    np.testing.assert_array_equal(np.concatenate(apart), found)


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int32, np.uint64, np.float32])
def test_gradients_of_any_type_are_clipped(kind):
    g = np.array([100, 100], dtype=kind)
    (found,) = MODELS.clipping.clip_by_norm([g], 1.0)
    np.testing.assert_allclose(found, [math.sqrt(0.5)] * 2, rtol=1e-6)
    assert MODELS.clipping.clip_by_value(g, 7.0).tolist() == [7, 7]


@pytest.mark.parametrize("g", GRADIENTS, ids=str)
def test_both_ways_and_the_norm_alone(g):
    norm = length(g)
    if norm > np.finfo(float).max:
        with pytest.raises(ValueError, match="the norm of the gradients is inf"):
            MODELS.clipping.clip_both_ways(np.array(g), 1.0)
        return
    found = MODELS.clipping.clip_both_ways(np.array(g), 1.0)
    np.testing.assert_allclose(found.norm_g, float(norm), rtol=1e-14)
    np.testing.assert_allclose(found.g_norm, clipped(g, 1.0), rtol=1e-13, atol=TINY)
    assert found.g_value.tolist() == [min(max(x, -1), 1) for x in g]
    np.testing.assert_allclose(
        found.norm_g_value, float(length(found.g_value.tolist())), rtol=1e-14
    )


@pytest.mark.parametrize("scale", [1e-300, 1e-170, 1.0, 1e170, 1e300])
def test_every_direction_is_clipped_at_every_length(scale):
    directions = np.array([[0.6, -0.8], [1.0, 0.0], [0.0, 1.0]])
    found = MODELS.clipping.clip_every_direction(directions, scale, 0.5)
    np.testing.assert_allclose(found.g_norm, min(scale, 0.5) * directions, rtol=1e-14)


@pytest.mark.parametrize("wrong", [np.inf, -np.inf, np.nan])
def test_a_gradient_without_direction_is_refused(wrong):
    g = np.array([wrong, 1.0])
    for call in (
        lambda: MODELS.clipping.clip_by_norm([g], 1.0),
        lambda: MODELS.clipping.clip_by_norm([np.ones(2), g], 1.0),
        lambda: MODELS.clipping.clip_both_ways(g, 1.0),
        lambda: MODELS.clipping.global_norm([g]),
    ):
        with pytest.raises(ValueError, match="must be finite"):
            call()


def test_no_gradients_have_no_norm():
    for function in (
        lambda: MODELS.clipping.clip_by_norm([], 1.0),
        lambda: MODELS.clipping.global_norm([]),
    ):
        with pytest.raises(ValueError, match="at least one array"):
            function()


# Losses.


def exact_loss(logits, target):
    total = MP.fsum(MP.exp(MP.mpf(float(o))) for o in logits if o != -math.inf)
    return float(MP.log(total) - MP.mpf(float(logits[target])))


LOGITS = [[0.0, -800.0], [800.0, 0.0], [0.0, -np.inf, 3.0], [1e4, -1e4], [-900.0, -900.5]]


def network(c, time=1):
    """An encoder-decoder whose logits are c, whatever it reads."""
    classes = len(c)
    return {
        "h_0": np.array([0.3, -0.2]),
        "E_enc": np.array([[1.0], [2.0]]),
        "W_enc": np.array([[0.3, -0.8], [0.6, 0.2]]),
        "U_enc": np.array([[0.5], [0.7]]),
        "b_enc": np.array([0.1, 0.2]),
        "E_dec": np.ones((classes + 1, 1)),
        "W_dec": np.array([[0.1, 0.4], [-0.5, 0.2]]),
        "U_dec": np.array([[0.2], [-0.3]]),
        "b_dec": np.zeros(2),
        "V": np.zeros((classes, 2)),
        "c": np.array(c),
    }


@pytest.mark.parametrize("c", LOGITS, ids=str)
def test_the_loss_is_the_logarithm_of_a_sum_everywhere(c):
    target = 0 if math.isinf(c[1]) else 1
    expected = exact_loss(c, target)
    given, w, y_0 = network(c), np.array([0, 1]), len(c)
    y_star = np.array([target, 0])
    both = expected + exact_loss(c, 0)
    pair = {"w": w, "y_0": y_0, "y_star": y_star}
    encoder = {
        "x": np.ones((2, 1)), "y_star": y_star, "h_0": given["h_0"], "W": given["W_enc"],
        "U": given["U_enc"], "b": given["b_enc"], "V": given["V"], "c": given["c"],
    }  # fmt: skip
    lengths = {"w_length": np.array([2]), "y_length": np.array([2])}
    found = [
        (MODELS.losses.cross_entropy_step_by_step(np.array(c), target).L, expected),
        (MODELS.bptt.backpropagate(**encoder).L, both),
        (MODELS.rtrl.carry_forward(**encoder).L, both),
        (MODELS.bptt_seq2seq.backpropagate_translation(**pair, **given).L, both),
        (MODELS.training_run.curve_point(step=0, **pair, **given)["loss_t"], both),
        (
            MODELS.batch.backpropagate_batch(
                w=w[:, None], y_star=y_star[:, None], y_0=y_0, **lengths, **given
            ).L,
            both,
        ),
        (
            MODELS.slices.along_right_logit(np.array(c[target : target + 1]), c, target).L[0],
            expected,
        ),
    ]
    for loss, true in found:
        assert loss == pytest.approx(true, rel=1e-13, abs=1e-15)


def test_a_target_that_is_impossible_costs_infinitely_much():
    assert np.inf == MODELS.losses.cross_entropy_step_by_step([0.0, -np.inf], 1).L


def test_an_impossible_token_leaves_the_gradients_of_both_ways_equal_and_finite():
    given = network([0.5, -np.inf, -0.25, 1.0])
    given["V"] = np.array([[0.4, -0.3], [0.0, 0.0], [0.7, 0.1], [-0.6, 0.9]])
    w, y_star = np.array([1, 0]), np.array([0, 3, 2])
    one = MODELS.bptt_seq2seq.backpropagate_translation(w=w, y_0=4, y_star=y_star, **given)
    batch = MODELS.batch.backpropagate_batch(
        w=w[:, None], w_length=[2], y_0=4, y_star=y_star[:, None], y_length=[3], **given
    )
    for name in ("L", *(f"d{key}" for key in MODELS.train.TRAINED), "dh_0"):
        assert np.isfinite(getattr(batch, name)).all(), name
        np.testing.assert_allclose(getattr(batch, name), getattr(one, name), rtol=1e-12, atol=1e-15)
    assert batch.dc[1] == 0


def test_softmax_says_which_shape_it_takes():
    with pytest.raises(ValueError, match=r"o_t has the shape \(2, 3\); it must be \(classes\)"):
        MODELS.activations.softmax(np.zeros((2, 3)))
    for zeros in ([0.0, 0.0], [-1.0, 1.0]):
        with pytest.raises(ValueError, match="the sum of r_t is 0"):
            MODELS.activations.normalise(zeros)


@pytest.mark.parametrize("kind", [np.uint8, np.int8, np.uint64])
def test_softmax_of_small_integers(kind):
    found = MODELS.activations.softmax(np.array([1, 3], dtype=kind))
    np.testing.assert_allclose(found[1], 1 / (1 + math.exp(-2)), rtol=1e-15)


# Padding.


def padded_batch(padding, change=None):
    given = networks.translator(networks.telling(1)[0])
    for name in ("w", "y_star"):
        del given[name]
    classes = len(given["c"])
    w, w_length = MODELS.batch.padded([[0, 1, 2], [1], []], padding)
    y_star, y_length = MODELS.batch.padded([[0], [1, 0, classes - 1], [1, 1]], padding)
    if change:
        change(given)
    return MODELS.batch.backpropagate_batch(
        w=w, w_length=w_length, y_star=y_star, y_length=y_length, **given
    )


@pytest.mark.parametrize("padding", [-1, -(2**40), 99, 2**40])
def test_what_stands_in_the_padding_is_not_read(padding):
    for one, other in zip(padded_batch(0), padded_batch(padding), strict=True):
        np.testing.assert_array_equal(one, other)


def test_bos_may_fill_up_though_it_can_be_no_target():
    given = networks.translator(networks.telling(1)[0])
    bos = int(given["y_0"])
    assert bos == len(given["c"])
    for one, other in zip(padded_batch(0), padded_batch(bos), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_the_row_of_a_table_that_only_the_padding_has_changes_nothing(wrong):
    def spoil(given):
        given["E_enc"] = np.concatenate(
            [given["E_enc"], np.full((9, given["E_enc"].shape[1]), wrong)]
        )
        given["E_dec"] = np.concatenate(
            [given["E_dec"], np.full((9, given["E_dec"].shape[1]), wrong)]
        )

    last = padded_batch(0, spoil)
    padding = len(last.dE_enc) - 1
    found = padded_batch(padding, spoil)
    for name, one in padded_batch(0)._asdict().items():
        other = getattr(found, name)
        np.testing.assert_array_equal(other[: len(one)] if "dE" in name else other, one)
        if "dE" in name:
            assert (other[len(one) :] == 0).all()


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_no_row_is_read_in_place_of_the_padding(wrong):
    given = networks.translator(networks.telling(1)[0])
    w, w_length = MODELS.batch.padded([[1, 2], [1]])
    y_star, y_length = MODELS.batch.padded([[1], [1, 1]])
    sentences = {"w": w, "w_length": w_length, "y_star": y_star, "y_length": y_length}
    expected = MODELS.batch.backpropagate_batch(**{**given, **sentences})
    given["E_enc"][0] = given["E_dec"][0] = wrong  # which no sentence has
    found = MODELS.batch.backpropagate_batch(**{**given, **sentences})
    for one, other in zip(expected, found, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(("name", "wrong"), [("w", -1), ("w", 4), ("y", -1), ("y", 4)])
def test_lengths_lie_within_the_batch(name, wrong):
    given = networks.translator(networks.telling(1)[0])
    w, y_star = np.zeros((3, 2), dtype=int), np.zeros((3, 2), dtype=int)
    lengths = {"w_length": np.array([1, 2]), "y_length": np.array([3, 0])}
    lengths[f"{name}_length"][1] = wrong
    with pytest.raises(ValueError, match=rf"length\[1\] is {wrong}; .* between 0 and 3"):
        MODELS.batch.backpropagate_batch(**{**given, "w": w, "y_star": y_star, **lengths})


@pytest.mark.parametrize("sentences", [[], [[1, -1]], [[0.5]], [[True]]])
def test_sentences_hold_token_ids(sentences):
    with pytest.raises(ValueError, match="sentences"):
        MODELS.batch.padded(sentences)


# Sequences of no steps.


def test_a_sequence_without_steps_gives_a_list_without_steps():
    given = network([0.0, 1.0])
    weights = [given[f"{letter}_enc"] for letter in "WUb"]
    assert MODELS.rnn.encode(np.zeros((0, 1)), given["h_0"], *weights) == []
    assert MODELS.optimisers.sgd(np.zeros((0, 2)), np.zeros(2), 0.1) == []


@pytest.mark.parametrize("empty", ["w", "y_star"])
def test_a_sentence_without_words_or_targets_has_no_loss(empty):
    pair = {"w": np.array([0, 1]), "y_star": np.array([0]), empty: np.zeros(0, dtype=int)}
    for function, more in (
        (MODELS.bptt_seq2seq.backpropagate_translation, {}),
        (MODELS.training_run.curve_point, {"step": 0}),
    ):
        with pytest.raises(ValueError, match=rf"{empty} has the shape \(0,\)"):
            function(y_0=2, **pair, **more, **network([0.0, 1.0]))


def test_nothing_adds_up_to_nothing():
    with pytest.raises(ValueError, match="nothing to add up"):
        MODELS.bptt.total([])


def test_a_curve_needs_a_second_target():
    given = network([0.0, 1.0])
    tables = {f"{key}_run": given[key][None] for key in MODELS.train.TRAINED}
    pair = {"w": [0], "y_0": 2, "y_star": [1], "h_0": given["h_0"]}
    with pytest.raises(ValueError, match="y_star has 1 targets; at least two"):
        MODELS.training_run.loss_curve(step_run=[0], **pair, **tables)


@pytest.mark.parametrize("k", [-1, 2])
def test_a_moment_that_is_not_there_is_refused(k):
    given = network([0.0, 1.0])
    tables = {f"{key}_run": np.stack([given[key]] * 2) for key in MODELS.train.TRAINED}
    pair = {"w": [0], "y_0": 2, "y_star": [1], "h_0": given["h_0"]}
    with pytest.raises(ValueError, match=f"k is {k}; with the moments of E_enc_run = 2"):
        MODELS.training_run.translate_forced_at(k=k, step_run=[0, 1], **pair, **tables)


# Training.


def test_training_says_which_gradient_does_not_fit():
    weights = {key: network([0.0, 1.0])[key] for key in MODELS.train.TRAINED}
    short = {**weights, "b_dec": np.ones(1)}
    with pytest.raises(ValueError, match=r"gradients\['b_dec'\] has the shape \(1,\); .* \(2,\)"):
        MODELS.train.descend(weights, short, 0.1, 1.0)
    named = {f"d{key}": array for key, array in short.items()}
    with pytest.raises(ValueError, match=r"db_dec has the shape \(1,\); it must be \(2,\)"):
        MODELS.train.update(0.1, 1.0, **weights, **named)
    del short["V"]
    with pytest.raises(ValueError, match="gradients lacks V"):
        MODELS.train.descend(weights, short, 0.1, 1.0)
    with pytest.raises(ValueError, match="at least one moment"):
        MODELS.training_run.as_tables([], 1)


# Matrices.


def exact_norm(J):
    """The largest singular value: the root of an eigenvalue of JᵀJ, in fractions and 60 digits."""
    (a, b), (c, d) = ([Fraction(float(x)) for x in row] for row in J)
    trace, determinant = a * a + b * b + c * c + d * d, (a * d - b * c) ** 2

    def real(x):
        return MP.mpf(x.numerator) / MP.mpf(x.denominator)

    return float(MP.sqrt((real(trace) + MP.sqrt(real(trace**2 - 4 * determinant))) / 2))


@pytest.mark.parametrize("scale", [1e-300, 1e-200, 1e-20, 1.0, 1e200, 1e300])
def test_the_norm_and_the_radius_of_large_and_small_matrices(scale):
    J = scale * np.array([[0.5, -1.3], [2.0, 0.7]])
    norm = MODELS.gradient_flow.spectral_norm(J)
    assert norm == pytest.approx(exact_norm(J), rel=1e-14)
    for W, radius in (
        (np.diag([1.0, 9.0]), 9),
        (np.diag([-9.0, 2.0]), 9),
        (np.diag([3.0, -3.0]), 3),
        (np.array([[0.6, -0.8], [0.8, 0.6]]), 1),
        (np.array([[0.0, 1.0], [0.0, 0.0]]), 0),
        (np.zeros((2, 2)), 0),
        (np.array([[0.0, 4.0], [9.0, 0.0]]), 6),
    ):
        found = MODELS.gradient_flow.spectral_radius_step_by_step(scale * W)
        assert found.rho_W == pytest.approx(scale * radius, rel=1e-14)
        assert pytest.approx(scale * np.trace(W), rel=1e-14) == found.S


@pytest.mark.parametrize("size", [1, 3])
def test_the_formulas_for_two_by_two_take_nothing_else(size):
    for function in (
        MODELS.gradient_flow.spectral_radius_step_by_step,
        MODELS.gradient_flow.spectral_norm_step_by_step,
        MODELS.gradient_flow.spectral_norm,
    ):
        with pytest.raises(ValueError, match=f"the matrix is {size} × {size}; .* 2 × 2"):
            function(np.diag([1.0, 2.0, 9.0][:size]))


@pytest.mark.parametrize("steps", [600, 1074])
def test_a_linear_flow_is_right_down_to_the_smallest_float(steps):
    found = MODELS.gradient_flow.linear_flow(0.5 * np.eye(2), steps)
    assert found[-1].norm_P_t == 0.5**steps > 0


def test_below_the_smallest_float_a_flow_is_0_and_above_the_largest_it_is_refused():
    assert MODELS.gradient_flow.linear_flow(0.5 * np.eye(2), 1200)[-1].norm_P_t == 0
    for function in (
        lambda: MODELS.gradient_flow.linear_flow(1.5 * np.eye(2), 2000),
        lambda: MODELS.initialise.repeat(1.5 * np.eye(2), np.ones(2), 2000),
        lambda: MODELS.gradient_flow.flow(
            np.zeros((3, 1)), np.zeros(2), 1e200 * np.eye(2), np.ones((2, 1)), np.zeros(2)
        ),
    ):
        with pytest.raises(ValueError, match="must be finite"):
            function()


def test_a_repeated_state_keeps_its_length_at_every_scale():
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    for scale in (1e-250, 1e250):
        step = MODELS.initialise.repeat(turn, scale * np.array([3.0, 4.0]), 5)[-1]
        assert step.norm_h_t == pytest.approx(5 * scale, rel=1e-13)


def test_saturated_the_network_stands_still_and_passes_nothing_back():
    step = MODELS.gradient_flow.flow(
        np.ones((1, 1)), np.zeros(2), np.eye(2), 1e308 * np.ones((2, 1)), np.zeros(2)
    )[0]
    assert step.h_t.tolist() == [1, 1]
    assert step.norm_dh_dh_0_t == 0


def determinants(seeds):
    """The determinants of the drawn matrices, in ten-thousandths, exactly."""
    for seed in seeds:
        (a, b), (c, d) = np.rint(100 * MODELS.initialise.draw(seed, 2, 2)).astype(int).tolist()
        yield seed, a * d - b * c


def test_what_is_drawn_becomes_orthogonal_or_is_refused():
    singular = 0
    for seed, determinant in determinants(range(20_000)):
        if abs(determinant) > 5:
            continue
        A = MODELS.initialise.draw(seed, 2, 2)
        if determinant == 0:
            singular += 1
            with pytest.raises(ValueError, match="column 2 of A is a combination"):
                MODELS.initialise.orthogonal(A)
        else:
            Q = MODELS.initialise.orthogonal(A).Q
            np.testing.assert_allclose(Q.T @ Q, np.eye(2), rtol=0, atol=1e-10)
    assert singular > 0


@pytest.mark.parametrize("scale", [1e-200, 1.0, 1e200])
def test_a_matrix_of_dependent_columns_is_never_made_orthogonal(scale):
    dependent = np.array([[1.0, 2.0, 3.0], [0.5, -1.0, -0.5], [0.25, 1.0, 1.25]])
    for A in (np.ones((2, 2)), np.zeros((2, 2)), dependent, np.vander([1, 1 + 1e-9, 2.0])):
        with pytest.raises(ValueError, match="of A is a combination"):
            MODELS.initialise.orthogonal(scale * A)
    Q = MODELS.initialise.orthogonal(scale * np.array([[1.0, 2.0], [3.0, 1.0]])).Q
    np.testing.assert_allclose(Q.T @ Q, np.eye(2), rtol=0, atol=1e-15)


# Optimisers.


def test_adam_refuses_what_its_squares_cannot_hold_or_nothing_divides():
    zeros = np.zeros(2)
    with pytest.raises(ValueError, match="g is 1e"):
        MODELS.optimisers.adam(np.full((1, 2), 1e200), zeros, zeros, zeros, 0.1, 0.9, 0.999, 1e-8)
    with pytest.raises(ValueError, match="epsilon is 0"):
        MODELS.optimisers.adam(np.array([[0.0, 1.0]]), zeros, zeros, zeros, 0.1, 0.9, 0.999, 0.0)
    step = MODELS.optimisers.adam(np.array([[-2.0, 1.0]]), zeros, zeros, zeros, 0.1, 0.9, 0.9, 0.0)
    np.testing.assert_allclose(step[0].theta_t, [0.1, -0.1], rtol=1e-14)


def test_numbers_of_32_bits_are_taken():
    given = {k: np.asarray(v, np.float32) for k, v in network([0.0, 1.0]).items()}
    x = np.ones((2, 1), dtype=np.float32)
    steps = MODELS.rnn.encode(x, given["h_0"], *(given[f"{letter}_enc"] for letter in "WUb"))
    assert steps[-1].h_t.dtype == np.float32
