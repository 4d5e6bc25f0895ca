"""What can be wrong before any page is read: each fault once, with its place."""

import numpy as np

from rnn_examples.verification import preconditions
from rnn_examples.worked_example import WorkedExample
from rnn_examples.worked_example.oracle import Oracle


def told(know_only, tolerance, second):
    def by_hand(x):
        return {"y": [2 * x[0], second * x[1]]}

    by_hand.__module__ = "elsewhere"
    example = WorkedExample(lambda x: {"y": x * np.array([2.0, 2.5])}, x=np.array([0.1, 0.3]))
    know_only({"twice": example.checked_by(Oracle("fractions", by_hand), tolerance=tolerance)})
    return [fault.text for fault in preconditions.oracles()]


def test_no_tolerance_lets_a_number_be_printed_that_is_not_the_oracles(know_only):
    assert told(know_only, 0.9, 2) == ["twice.y[1] is printed as 0.75, but fractions gives 0.6"]


def test_what_is_printed_alike_is_within_a_wide_tolerance(know_only):
    assert told(know_only, 0.9, 2.5 + 1e-9) == []
    assert told(know_only, 0.9, 2.5) == []


def test_what_is_outside_the_tolerance_is_told_once(know_only):
    [text] = told(know_only, 1e-9, 2)
    assert text.startswith("y differs from fractions by 0.15, more than 1e-09")
