"""The fields of a run over time, of one small network whose names have more than one part."""

from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float

from rnn_examples.render import steps
from rnn_examples.trace import record


class Step(NamedTuple):
    s_enc_t: Any


def read(x: Float[Any, "time input"], x_enc: Float[Any, "time input"], s_enc_0):
    found, s = [], s_enc_0
    for n in (0, 1):
        s = s * x[n] + x_enc[n]
        found.append(Step(s))
    return [*found, {"y": s + x_enc[2]}]


RUN = record(read, x=np.ones((2, 1)), x_enc=np.ones((3, 1)), s_enc_0=np.zeros(1))


def test_a_field_of_the_steps_starts_at_its_initial_value():
    assert steps.over_time(RUN, "s_enc_t") == {0: "s_enc_0", 1: "s_enc_1", 2: "s_enc_2"}


def test_a_field_that_some_steps_lack_has_only_the_others():
    assert steps.over_time(RUN, "y") == {3: "y_3"}


def test_a_sequence_is_a_field_with_a_value_for_every_item():
    assert steps.over_time(RUN, "x_t") == {1: "x_1", 2: "x_2"}
    assert steps.over_time(RUN, "x_enc_t") == {1: "x_enc_1", 2: "x_enc_2", 3: "x_enc_3"}


def test_the_fields_are_those_of_the_sequences_then_those_of_the_steps():
    assert steps.fields_of(RUN) == ["x_t", "x_enc_t", "s_enc_t", "y"]
