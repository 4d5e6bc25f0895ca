"""Checks made in a second process: the same, and no loss if that process ends."""

import os
import subprocess
import sys
import time

import numpy as np
import pytest

from rnn_examples.models.rnn import encode
from rnn_examples.oracles import fifty_digits
from rnn_examples.worked_example import WorkedExample, checks_ahead
from tests.worked_example.test_checks import INPUTS, example, oracle

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a process is copied on Linux")

HERE = os.getpid()


def wrong(**_):
    """Return what is not so."""
    return {"h_1": [0.5, 0.5], "h_2": [0.5, 0.5]}


def here_only(**inputs):
    """End the copy of this process, as a lack of memory would; answer in this one."""
    if os.getpid() != HERE:
        os.kill(os.getpid(), 9)
    return fifty_digits.encoder.function(**inputs)


def elsewhere_only(**inputs):
    """Answer in the copy of this process alone."""
    assert os.getpid() != HERE
    return fifty_digits.encoder.function(**inputs)


def test_what_the_other_process_finds_is_what_this_one_finds():
    def examples():
        return {
            "agreeing": example().checked_by(fifty_digits.encoder),
            "differing": example().checked_by(oracle(wrong)),
            "unchecked": example(),
        }

    ahead, here = examples(), examples()
    checks_ahead.begin(ahead)
    for name, one in ahead.items():
        found, known = one.checks, here[name].checks
        assert [fault.text for fault in found.faults] == [fault.text for fault in known.faults]
        assert found.values.keys() == known.values.keys()
        for value, checked in found.values.items():
            for each, other in zip(checked, known.values[value], strict=True):
                assert each.true.tolist() == other.true.tolist()
                assert each.difference == other.difference


def test_it_is_the_other_process_that_asks_the_oracles():
    asked = example().checked_by(oracle(elsewhere_only))
    checks_ahead.begin({"asked": asked})
    assert asked.checks.faults == ()
    assert "AssertionError" in example().checked_by(oracle(elsewhere_only)).checks.faults[0].text


def test_where_that_process_ends_early_the_rest_is_checked_here():
    first, second = (
        example().checked_by(made) for made in (fifty_digits.encoder, oracle(here_only))
    )
    third = WorkedExample(encode, **INPUTS | {"h_0": np.array([0.3, 0.4])})
    third = third.checked_by(fifty_digits.encoder)
    checks_ahead.begin({"first": first, "second": second, "third": third})
    for each in (third, second, first):
        assert each.checks.faults == ()
        assert each.checks.values["h_2"]


BUILD = """
import os, time
from rnn_examples.worked_example import checks_ahead
from rnn_examples.worked_example.oracle import Oracle
from tests.worked_example.test_checks import example

def slow(**_):
    print(os.getpid(), flush=True)
    time.sleep(2)
    return {}

slow.__module__ = "elsewhere"
examples = {str(n): example().checked_by(Oracle("slow", slow)) for n in range(60)}
checks_ahead.begin(examples)
time.sleep(120)
"""


@pytest.mark.parametrize("signal", [2, 9])
def test_no_process_is_left_when_the_build_ends(signal):
    with subprocess.Popen(
        [sys.executable, "-c", BUILD],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,  # where what oracles print goes
        text=True,
    ) as build:
        other = int(build.stderr.readline())
        build.send_signal(signal)
        said = build.stderr.read()  # which ends with the last process that has it open
    assert build.returncode != 0
    assert not _runs(other)
    assert said.count("Traceback") == (signal == 2)  # of the sleep here, none of the oracles


def _runs(process: int) -> bool:
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.1)
    return True
