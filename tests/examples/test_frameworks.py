"""The frameworks' numbers that the pages show are those that were recorded."""

import json
import re

import numpy as np
import pytest

from rnn_examples.examples import frameworks
from rnn_examples.worked_example import WorkedExample
from tests.conftest import ROOT
from tests.oracles import lesson_states

BESIDE = {
    name: example
    for name, example in vars(frameworks).items()
    if isinstance(example, WorkedExample) and "theirs" in example.inputs
}


def test_the_file_that_the_pages_read_is_what_was_recorded():
    assert lesson_states.SHOWN.read_text("utf-8") == lesson_states.text()


@pytest.mark.parametrize("name", BESIDE)
def test_each_framework_gives_our_numbers(name):
    trace = BESIDE[name].trace
    assert (trace["within"].value, trace["beyond"].value) == (trace["theirs"].value.size, 0)


@pytest.mark.parametrize("page", ["rnn-theory", "lstm", "gru", "deep"])
def test_the_versions_on_the_pages_are_those_that_were_run(page):
    text = (ROOT / "docs" / f"{page}.md").read_text("utf-8")
    versions = json.loads(lesson_states.SHOWN.read_text("utf-8"))["versions"]
    for version in versions.values():
        name = version.split()[0]
        assert set(re.findall(rf"\| ({name} [\d.]+\d)", text)) == {version}


def test_a_number_that_is_off_is_counted():
    example = BESIDE["LSTM_KERAS"].with_inputs(
        theirs=np.array([0.2808963460, -0.15280691549575845])
    )
    assert (example.trace["within"].value, example.trace["beyond"].value) == (1, 1)


def test_a_number_that_is_too_small_is_counted():
    example = BESIDE["LSTM_KERAS"].with_inputs(theirs=np.array([0.5, -0.15280691549575845]))
    assert (example.trace["within"].value, example.trace["beyond"].value) == (1, 1)
