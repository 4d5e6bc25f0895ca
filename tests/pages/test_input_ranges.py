"""Which numbers a panel takes, against what the models take."""

import math

import numpy as np
import pytest

from rnn_examples.authoring.values import catalogue
from rnn_examples.models.shapes import ShareBelowOne, Token, Tokens
from rnn_examples.pages.input_ranges import Range, input_range
from rnn_examples.pages.live import _fields
from rnn_examples.worked_example import WorkedExample


def share(x: ShareBelowOne):
    return x * 2


def choose(w: Tokens, first: Token, E):
    return E[first] + E[w[0]]


@pytest.mark.parametrize(
    ("taken", "words"),
    [
        (Range(), ""),
        (Range(0), "of at least 0"),
        (Range(0, left_out=(0,)), "above 0"),
        (Range(0, 1), "from 0 to 1"),
        (Range(0, 1, (1,)), "from 0 to below 1"),
        (Range(-2, 1, (-2, 1)), "above -2 to below 1"),
        (Range(0, 3) & Range(1, math.inf, (1,)), "above 1 to 3"),
    ],
)
def test_a_range_is_said_in_words(taken, words):
    assert str(taken) == words


def test_a_field_has_the_range_that_the_signature_says(know_only):
    example = WorkedExample(share, x=np.float64(0.5))
    know_only({"e": example})
    assert input_range("x", example.trace["x"], example) == Range(0, 1, (1,))
    (written,) = _fields("e", "x", example.trace["x"], example)
    for attribute in ('min="0"', 'max="1"', 'range="from 0 to below 1"', 'left-out="1"'):
        assert attribute in written
    assert "inputmode" not in written  # iOS has no point beside its digits alone


def test_a_token_has_the_rows_of_the_table_it_is_looked_up_in():
    example = WorkedExample(choose, w=np.array([1, 2]), first=np.int64(0), E=np.zeros((4, 3)))
    for key in ("w", "first"):
        assert input_range(key, example.trace[key], example) == Range(0, 3)


def refused(example, key, number):
    """Whether the example's function refuses the number in an input."""
    own = np.asarray(example.arguments[key])
    given = np.full(own.shape, number).astype(own.dtype)[()]
    try:
        with np.errstate(all="ignore"):
            example.with_inputs(**{key: given}).trace  # noqa: B018
    except (ValueError, IndexError):
        return True
    return False


NUMBERED = [
    (name, key, bound)
    for name, example in catalogue().examples.items()
    for key in example.trace.inputs
    if example.trace[key].origin is None
    for bound in [input_range(key, example.trace[key], example)]
    if str(bound) and np.size(example.arguments[key]) < 40
    if key not in example.sliders  # which ends before the model does
]


@pytest.mark.parametrize(("name", "key", "bound"), NUMBERED)
def test_a_model_refuses_what_its_field_refuses_and_takes_the_ends_of_the_range(name, key, bound):
    example = catalogue().examples[name]
    step = 1 if np.asarray(example.arguments[key]).dtype.kind in "iu" else 1e-3
    for end, outside in ((bound.low, -step), (bound.high, step)):
        if math.isfinite(end):
            assert refused(example, key, end + outside * max(1, abs(end))), end
            assert refused(example, key, end) is (end in bound.left_out), end


def test_there_are_ranges_of_every_kind():
    words = {str(bound) for _, _, bound in NUMBERED}
    assert {"above 0", "of at least 0", "from 0 to 1", "from 0 to below 1", "from 0 to 2"} <= words
