"""The page on encoders and decoders: its inputs are those that PyTorch was given."""

import numpy as np
import pytest

from rnn_examples.examples.encoder_decoder import HANDED_OVER, WITH_CONTEXT
from tests.oracles.framework_cases import TRANSLATION
from tests.oracles.framework_weights import recorded

EXAMPLES = {"handed over": HANDED_OVER, "context": WITH_CONTEXT}


def test_the_inputs_are_those_that_were_recorded():
    given = {name: np.array(value) for name, value in TRANSLATION.items()}
    assert given.keys() == WITH_CONTEXT.inputs.keys()
    for name, value in given.items():
        np.testing.assert_array_equal(WITH_CONTEXT.arguments[name], value, strict=True)
        if name in HANDED_OVER.inputs:
            np.testing.assert_array_equal(HANDED_OVER.arguments[name], value, strict=True)
    assert given.keys() - HANDED_OVER.inputs.keys() == {"s_0", "C_dec"}


@pytest.mark.parametrize("way", EXAMPLES)
def test_the_loss_and_the_gradients_are_pytorchs(way):
    trace, true = EXAMPLES[way].trace, recorded("pytorch")["translations"][way]
    assert float(trace["L"].value) == pytest.approx(true["loss"], rel=1e-14)
    for name, value in true["gradients"].items():
        np.testing.assert_allclose(trace[f"d{name}"].value, value, rtol=0, atol=1e-13)
