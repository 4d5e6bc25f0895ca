"""Everyday NumPy: each program is recorded and shown truly, or refused where it stands."""

import functools
import inspect
import re

import numpy as np
import pytest

from rnn_examples.render import derivation, diagram, table
from rnn_examples.render.graph import graph
from rnn_examples.render.numbers import Numbers, in_text
from rnn_examples.trace import position_of, record
from tests.everyday import INPUTS, RECORDED, REFUSED


def inputs_of(function):
    written = function.func if isinstance(function, functools.partial) else function
    names = inspect.signature(written).parameters
    if "weights" in names:
        names = (*names, "W", "b")
    return {name: INPUTS[name] for name in names if name in INPUTS}


def name_of(function):
    return getattr(function, "__name__", type(function).__name__)


@pytest.mark.parametrize("function", RECORDED, ids=name_of)
def test_an_everyday_program_is_recorded_and_every_view_of_it_is_made(function, capsys):
    trace = record(function, **inputs_of(function))
    numbers = Numbers(trace, ".9f")
    for name, node in trace.names.items():
        assert in_text(numbers, node, lambda piece: piece.plain), name
        if node.operands:
            derivation.derivation(numbers, name, lambda piece: piece.latex)
    assert graph(trace, {})["nodes"]


@pytest.mark.parametrize(
    ("function", "at", "remedy"), REFUSED, ids=lambda x: name_of(x) if callable(x) else ""
)
def test_what_cannot_be_recorded_is_refused_at_its_own_line(function, at, remedy):
    with pytest.raises((TypeError, ValueError, AttributeError, RuntimeError)) as caught:
        record(function, **inputs_of(function))
    place = position_of(caught.value)
    said = f"{caught.value} {caught.value.__cause__ or ''}"
    assert re.search(remedy, said), said
    assert place is not None, said
    assert place.text in at.split("|"), (place.text, said)
