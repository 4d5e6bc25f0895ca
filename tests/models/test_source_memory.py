"""How far apart two decoders are, against the decoders themselves and what must be so."""

import numpy as np
import pytest

from rnn_examples.models.bptt_seq2seq import write
from rnn_examples.models.context import write_with_context
from rnn_examples.models.source_memory import compare_sources
from tests.models import networks

SEEDS = networks.telling(6)


def given(seed, time=5):
    inputs, random = networks.translator(seed, source=1, target=time), np.random.default_rng(seed)
    size = len(inputs["h_0"])
    weights = {f"{name}_dec": inputs[f"{name}_dec"] for name in "EWUb"}
    both = {name: random.normal(size=size) for name in ("s_0", "v", "v_other")}
    C_dec = random.normal(size=(size, size))
    return inputs, {**weights, **both, "C_dec": C_dec}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_distances_are_those_of_the_decoders(seed):
    inputs, rest = given(seed)
    y_read = np.array([inputs["y_0"], *inputs["y_star"][:-1]])
    found = compare_sources(y_read, **rest)
    tokens = {name: inputs[name] for name in ("y_0", "y_star", "V", "c")}
    own = {f"{name}_dec": inputs[f"{name}_dec"] for name in "EWUb"}
    sources = rest["v"], rest["v_other"]
    handed = [write(**tokens, **own, s_0=v) for v in sources]
    more = {"s_0": rest["s_0"], "C_dec": rest["C_dec"]}
    context = [write_with_context(**tokens, **own, **more, v=v) for v in sources]
    for field, (steps, others) in {"handed_t": handed, "context_t": context}.items():
        apart = [np.linalg.norm(s.s_t - o.s_t) for s, o in zip(steps, others, strict=True)]
        assert [getattr(step, field) for step in found] == pytest.approx(apart, rel=1e-12)


def test_the_same_source_leaves_no_distance():
    _, rest = given(SEEDS[0])
    found = compare_sources(np.array([0, 0, 0]), **{**rest, "v_other": rest["v"]})
    assert found == [(0, 0)] * 3
