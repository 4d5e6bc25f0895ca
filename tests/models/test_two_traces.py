"""The two traces, against the two decoders that they are."""

import numpy as np
import pytest

from rnn_examples.models.seq2seq import decode_greedily, decode_teacher_forced
from rnn_examples.models.two_traces import follow_both
from tests.models import networks

SEEDS = networks.telling(6)


def decoder(seed, time=6):
    given = networks.translator(seed, source=1, target=time)
    weights = {f"{name}_dec": given[f"{name}_dec"] for name in "EWUb"} | {n: given[n] for n in "Vc"}
    return given["y_0"], given["y_star"], given["h_0"], weights


@pytest.mark.parametrize("seed", SEEDS)
def test_each_trace_is_its_decoder(seed):
    y_0, y_star, s_0, named = decoder(seed)
    weights = {name.removesuffix("_dec"): value for name, value in named.items()}
    found = follow_both(y_0, y_star, s_0, **weights)
    forced = decode_teacher_forced(y_0, y_star, s_0, **named)
    greedy = decode_greedily(y_0, s_0, **named, length=len(y_star))
    for step, one, own, target in zip(found, forced, greedy, y_star, strict=True):
        assert (step.y_forced_t, step.y_own_t) == (one.y_t, own.y_t)
        assert (step.s_forced_t.tolist(), step.s_own_t.tolist()) == (
            one.s_t.tolist(),
            own.s_t.tolist(),
        )
        assert step.p_forced_t == one.y_hat_t[target]
        assert step.p_own_t == own.y_hat_t[target]
        assert step.apart_t == pytest.approx(np.linalg.norm(one.s_t - own.s_t), rel=1e-12)
    assert found[0].apart_t == 0
    assert any(step.apart_t > 0.01 for step in found)
