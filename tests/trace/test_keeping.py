"""A value that a function keeps from one run to the next."""

import pytest

from rnn_examples.trace import record


def test_a_value_of_another_run_is_told_what_to_do():
    kept = []
    record(lambda x: kept.append(x) or x, x=1.0)
    with pytest.raises(RuntimeError, match="keeps a value of the run before") as caught:
        record(lambda x: x + kept[0], x=1.0)
    assert str(caught.value) == (
        "x + kept[0] keeps a value of the run before; let the result depend on the arguments "
        "alone: hand the value over as an argument"
    )


def test_a_value_of_another_run_is_refused():
    kept = []
    record(lambda x: kept.append(x) or x, x=1.0)
    with pytest.raises(RuntimeError, match="hand the value over as an argument"):
        record(lambda x: x + kept[0], x=1.0)
    with pytest.raises(RuntimeError, match="hand the value over as an argument"):
        record(lambda x: [x, kept[0]], x=1.0)
