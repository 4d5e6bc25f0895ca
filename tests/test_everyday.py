"""Everyday NumPy: each program is recorded and shown truly, or refused where it stands."""

import re
from contextlib import nullcontext, suppress

import numpy as np
import pytest

from rnn_examples.cli.shown import Shown, as_json, as_latex, as_text
from rnn_examples.render import diagram, table
from rnn_examples.render.graph import graph
from rnn_examples.render.numbers import Numbers
from rnn_examples.trace import position_of, record
from rnn_examples.worked_example import WorkedExample
from tests.everyday import RECORDED, REFUSED, Cell, inputs_of


def name_of(function):
    return getattr(function, "__name__", type(function).__name__) if callable(function) else ""


def plain(piece):
    return piece.plain


@pytest.mark.parametrize("function", RECORDED, ids=name_of)
def test_an_everyday_program_is_recorded_and_every_view_of_it_is_made(function):
    """The bits are those of the untraced run: `record` demands it."""
    example = WorkedExample(function, **inputs_of(function))
    trace = example.trace
    numbers = Numbers(trace, ".9f")  # some of these numbers lie midway between two shorter ones
    all_of_it = Shown("example", example, tuple(trace.names), numbers)
    text = as_text(all_of_it).plain
    assert "too many for one derivation" not in text
    assert as_latex(all_of_it).count(r"\begin{aligned}") == sum(
        bool(node.operands) for node in trace.names.values()
    )
    assert as_json(all_of_it)["values"].keys() == trace.names.keys()
    assert "<table" in table.table(numbers, plain)
    assert len(graph(trace, {})["nodes"]) == len(trace.nodes)
    if trace.steps:
        assert "flowchart" in diagram.diagram(numbers, plain)


@pytest.mark.parametrize(("function", "at", "remedy"), REFUSED, ids=name_of)
def test_what_cannot_be_recorded_is_refused_at_its_own_line(function, at, remedy):
    with pytest.raises((TypeError, ValueError, AttributeError, RuntimeError)) as caught:
        record(function, **inputs_of(function))
    place = position_of(caught.value)
    said = f"{caught.value} {caught.value.__cause__ or ''}"
    assert re.search(remedy, said), said
    assert place is not None, said
    assert place.text in at.split("|"), (place.text, said)


def test_there_are_programs_enough():
    assert len(RECORDED) + len(REFUSED) > 90


# What a derivation shows of an array that was filled.


def states(x, h0, W):
    hs = np.zeros((4, 2))
    hs[-1] = h0
    for t in range(3):
        hs[t] = np.tanh(W @ hs[t - 1] + x[t])
    return {"first": hs[0], "second": hs[1], "all": hs[:3]}


def test_an_entry_of_a_filled_array_is_the_value_that_was_written():
    trace = record(states, **inputs_of(states))
    assert trace["second"].operation == "tanh"
    product = trace["second"].operands[0].operands[0]
    assert product.operands == (trace["W"], trace["first"])
    assert trace["first"].operands[0].operands[0].operands == (trace["W"], trace["h0"])
    stacked = trace["all"].operands[0]
    assert stacked.operation == "stack"
    assert stacked.operands[:2] == (trace["first"], trace["second"])


def test_a_value_that_is_printed_is_shown_as_numpy_shows_it(capsys):
    def function(x):
        h = x * 2
        print(h, f"{h[0]:.3f}", repr(h[1]), "%s" % h, f"{x > 0}")  # noqa: T201, UP031
        return h

    record(function, x=np.array([0.5, -1.5]))
    traced, untraced = capsys.readouterr().out.splitlines()
    assert traced == untraced == "[ 1. -3.] 1.000 np.float64(-3.0) [ 1. -3.] [ True False]"


def test_a_number_that_comes_back_from_text_is_found_whatever_its_type():
    for write in (
        lambda x: float(str(x[0])),
        lambda x: float(repr(x[0])[11:-1]),
        lambda x: float("{:.2f}".format(x[0])),  # noqa: UP032
        lambda x: len(f"{x[0]:.1f}"),
        lambda x: f"{x > 0}" == "[ True]",
    ):
        with pytest.raises(RuntimeError, match="comes back in the result 'h'"):
            record(lambda x, write=write: {"h": np.float64(write(x))} if x.shape else None, x=X)


X = np.array([0.5])


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ({"W": X, "b": X}, r"hand its values over one by one, W=…, b=…: in the function, \*\*p"),
        ([X, X], "an argument of its own"),
        ((1.0, 2.0), r"write np.array"),
    ],
    ids=["dict", "list of arrays", "tuple"],
)  # fmt: skip
def test_an_argument_of_several_values_is_told_how_to_hand_them_over(argument, told):
    with pytest.raises(TypeError, match=told):
        record(lambda p: p, p=argument)


def test_the_shapes_of_an_object_that_is_called_are_held_against_its_signature():
    with pytest.raises(TypeError, match="x is 2, of type float64; __call__ takes"):
        WorkedExample(Cell(), x=np.ones(2), W=np.eye(2)).trace  # noqa: B018
    assert WorkedExample(Cell(), x=np.ones((2, 2)), W=np.eye(2)).trace.sequences == ("x",)


# Arrays of the function's own.


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (0, "row"), (-1, "row"), (np.int64(1), "row"), ((0, 1), "one"), ("k", "row"),
        ((slice(None), 1), "column"), ((..., 0), "column"), ((0, slice(None)), "row"),
        (slice(None), "whole"), (..., "whole"), (("k", 0), "one"), ((slice(None), "k"), "one"),
        ((0, "k"), "one"), ("mask", "one"), (slice(1, None), "two"), (slice(0, 0), "nothing"),
        (slice(None, None, -2), "two"), ((slice(0, 2), 1), "pair"), ([0, 2], "one"),
        (np.array([True, False, True]), "one"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("start", ["zeros", "copy", "filled"])
def test_an_assignment_gives_the_bits_of_plain_numpy(key, value, start):
    def function(x, k):
        values = {
            "row": x[0] * 2, "one": x[0, 0] * 3, "column": x[:, 0] * 5, "whole": x * 7,
            "two": x[:2] * 9, "pair": x[:2, 0] * 11, "nothing": x[:0],
        }  # fmt: skip
        own = {"zeros": np.zeros((3, 2)), "copy": x.copy(), "filled": np.ones((3, 2))}[start]
        if start == "filled":
            own[1] = x[2]
        computed = {"k": k, "mask": x > 0}
        taken = key if isinstance(key, tuple) else (key,)
        taken = tuple(computed.get(part, part) if isinstance(part, str) else part for part in taken)
        taken = taken if isinstance(key, tuple) else taken[0]
        own[taken] = values[value]
        before = own * 1
        own[taken] += 1
        return {"before": before, "after": own * 1, "part": own[1], "entry": own[2, 1] * 1}

    x = np.array([[0.5, -1.0], [2.0, 0.25], [-3.0, 1.5]])
    is_simple = value in ("row", "column", "whole") or (value == "one" and type(key) is tuple)
    with nullcontext() if is_simple else suppress(TypeError):  # other assignments may be refused
        record(function, x=x, k=np.int64(1))


@pytest.mark.parametrize("key", [[0, 2], slice(1, None), np.array([True, False, True])], ids=str)
def test_an_assignment_that_is_not_recorded_says_what_to_write(key):
    def function(x):
        x = x.copy()
        x[key] = x[:2] * 2
        return x

    with pytest.raises(TypeError, match="collect the parts in a list and join them") as caught:
        record(function, x=np.ones((3, 2)))
    assert position_of(caught.value).text == "x[key]"


def test_what_an_own_array_takes_it_casts_or_refuses():
    def function(x):
        own = np.zeros(3)
        own[0] = x[0] > 0
        own[1] = np.argmax(x)
        own[2] = x[1]
        whole = np.zeros(2, int)
        whole[:] = np.stack([np.argmax(x), 3])
        return {"own": own, "whole": whole}

    record(function, x=np.array([0.5, 2.0]))


def test_an_own_array_without_recorded_values_is_as_numpys():
    def function(x):
        own = np.zeros((2, 3))
        own[0, 1] = 2
        own += 1
        own.fill(own[0, 1])
        np.add(own, 1, out=own)
        assert (own.shape, len(own), own.ndim, own.size, own.dtype) == ((2, 3), 2, 2, 6, float)
        assert bool(own[0, 0] == 4)
        assert 4.0 in own
        assert [row.tolist() for row in own] == own.tolist()
        assert float(np.ones(1)[0]) == int(np.ones(1)[0]) == 1
        assert f"{np.ones(())}" == str(np.ones(())) == "1.0"
        assert repr(np.zeros(1)) == "array([0.])"
        table = np.arange(3)[np.zeros(2, int)]
        return x * np.linalg.inv(np.eye(2)) @ own + np.array(own) + np.asarray(own).sum() + table[0]

    record(function, x=np.float64(0.5))


def test_numpys_own_use_of_its_makers_is_left_alone():
    def function(x, seed):
        draw = np.random.default_rng(seed).normal(size=(2, 2))
        zeros = np.zeros(2)
        return x @ np.linalg.qr(draw)[0] + zeros

    record(function, x=np.array([0.5, 1.0]), seed=3)
    assert type(np.zeros(2)) is np.ndarray


def test_a_value_that_is_put_in_a_set_is_refused_where_it_is():
    def function(x):
        return len({x[0], x[1]})

    with pytest.raises(TypeError, match="cannot be a key") as caught:
        record(function, x=np.ones(2))
    assert position_of(caught.value).text == "{x[0], x[1]}"
