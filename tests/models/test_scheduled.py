"""Scheduled sampling: at its ends the two decoders that it lies between, and its coins."""

import mpmath
import numpy as np
import pytest

from rnn_examples.models.scheduled import (
    decay_curves,
    decode_scheduled,
    draw_coins,
    exponential_decay,
    inverse_sigmoid_decay,
    linear_decay,
)
from rnn_examples.models.seq2seq import decode_greedily, decode_teacher_forced
from tests.models import networks


def decoder(seed, time=6):
    given = networks.translator(seed, source=1, target=time)
    weights = {name: given[f"{name}_dec"] for name in "EWUb"} | {n: given[n] for n in "Vc"}
    return {"y_0": given["y_0"], "y_star": given["y_star"]}, {"s_0": given["h_0"], **weights}


SEEDS = networks.telling(6)


@pytest.mark.parametrize("seed", SEEDS)
def test_at_1_it_is_teacher_forcing_and_at_0_greedy(seed):
    tokens, rest = decoder(seed)
    coins = draw_coins(seed, 6)
    forced = decode_scheduled(**tokens, coins=coins, epsilon=np.float64(1), **rest)
    own = decode_scheduled(**tokens, coins=coins, epsilon=np.float64(0), **rest)
    named = {f"{n}_dec" if n in "EWUb" else n: value for n, value in rest.items()}
    greedy = decode_greedily(tokens["y_0"], **named, length=6)
    for steps, others in ((forced, decode_teacher_forced(**tokens, **named)), (own, greedy)):
        for step, other in zip(steps, others, strict=True):
            assert step.o_t.tolist() == other.o_t.tolist()
            assert step.y_t == other.y_t
    assert [step.y_next_t for step in forced] == tokens["y_star"].tolist()
    assert [step.y_next_t for step in own] == [step.y_t for step in own]


def test_each_coin_decides_what_the_next_step_reads():
    tokens, rest = decoder(SEEDS[0])
    coins = np.array([0.1, 0.9, 0.5, 0.4, 0.6, 0.0])
    steps = decode_scheduled(**tokens, coins=coins, epsilon=np.float64(0.5), **rest)
    read = [tokens["y_0"], *(step.y_next_t for step in steps[:-1])]
    for step, token in zip(steps, read, strict=True):
        assert step.x_t.tolist() == rest["E"][token].tolist()
    right = [True, False, False, True, False, True]
    for step, target, is_right in zip(steps, tokens["y_star"], right, strict=True):
        assert step.y_next_t == (target if is_right else step.y_t)


def test_the_same_seed_gives_the_same_coins_and_others_others():
    assert draw_coins(7, 4).tolist() == draw_coins(7, 4).tolist()
    assert draw_coins(7, 4).tolist() == draw_coins(7, 6)[:4].tolist()
    assert draw_coins(7, 4).tolist() != draw_coins(8, 4).tolist()
    many = draw_coins(1, 10_000)
    assert 0 <= many.min() < many.max() < 1
    assert abs(many.mean() - 0.5) < 0.02


def test_a_coin_for_each_target():
    tokens, rest = decoder(SEEDS[0])
    with pytest.raises(ValueError, match=r"(coins|y_star) has the shape"):
        decode_scheduled(**tokens, coins=np.ones(3), epsilon=np.float64(1), **rest)


@pytest.mark.parametrize("i", [0.0, 1.0, 10.0, 100.0, 5000.0])
def test_the_decays(i):
    x = np.float64(i)
    MP = mpmath.mp.clone()
    MP.dps = 50
    k = MP.mpf(5)
    true = float(k / (k + MP.exp(MP.mpf(i) / k)))
    assert inverse_sigmoid_decay(x, np.float64(5)) == pytest.approx(true, rel=1e-13)
    assert exponential_decay(x, np.float64(0.5)) == 0.5**i
    line = linear_decay(x, np.float64(1), np.float64(0.25), np.float64(0.125))
    assert line == max(0.125, 1 - 0.25 * i)


def test_the_curves_are_the_decays_step_by_step():
    i = np.array([0.0, 3.0, 40.0])
    line = (np.float64(1), np.float64(0.25), np.float64(0.125))
    found = decay_curves(i, *line, k_exp=np.float64(0.5), k_inv=np.float64(5))
    for n, step in enumerate(i):
        assert found.linear[n] == linear_decay(step, *line)
        assert found.exponential[n] == exponential_decay(step, np.float64(0.5))
        assert found.inverse_sigmoid[n] == inverse_sigmoid_decay(step, np.float64(5))
