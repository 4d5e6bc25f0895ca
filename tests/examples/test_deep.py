"""The page on deep and bidirectional networks: its inputs are those that frameworks were given."""

import numpy as np
import pytest

from rnn_examples.examples.deep import BOTH_WAYS, TWO_LAYERS
from tests.oracles.framework_cases import LESSONS
from tests.oracles.framework_weights import recorded

EXAMPLES = {"rnn_two_layers": TWO_LAYERS, "rnn_both_ways": BOTH_WAYS}


@pytest.mark.parametrize("lesson", EXAMPLES)
def test_the_inputs_are_those_that_were_recorded(lesson):
    given = {
        name: np.array(value)
        for name, value in LESSONS[lesson].items()
        if name not in ("kind", "layers", "directions")
    }
    assert given.keys() == EXAMPLES[lesson].inputs.keys()
    for name, value in given.items():
        np.testing.assert_array_equal(EXAMPLES[lesson].inputs[name], value, strict=True)


@pytest.mark.parametrize("framework", ["pytorch", "keras", "flax"])
@pytest.mark.parametrize(("lesson", "state"), [("rnn_two_layers", "h_l2"), ("rnn_both_ways", "h")])
def test_the_states_and_the_last_states_are_the_frameworks(framework, lesson, state):
    trace = EXAMPLES[lesson].trace
    found = recorded(framework)["lessons"][lesson]
    states = [trace[f"{state}_{t}"].value for t in (1, 2, 3)]
    np.testing.assert_allclose(states, found["h"], rtol=0, atol=1e-14)
    last = ("h_l1_3", "h_l2_3") if lesson == "rnn_two_layers" else ("h_fwd_3", "h_bwd_1")
    values = [trace[name].value for name in last]
    np.testing.assert_allclose(values, found["h_T"], rtol=0, atol=1e-14)
