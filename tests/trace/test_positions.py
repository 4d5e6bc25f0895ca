"""The source of every value, and the place of an error."""

import textwrap
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from rnn_examples.trace import Source, position_of, record
from tests.trace.expressions import INPUTS, function_of

SOURCE = """
    import numpy as np

    def helper(x):
        return np.tanh(x)

    def function(x, W):
        ध्यान = "नमस्ते"; a = W @ x + 1
        b = (a  # not this
             - x * 2)  # nor this
        return {"a": a, "b": b, "h": helper(b), "x_0": x[0], "sum": np.sum(a, axis=0)}
"""


@pytest.fixture
def module(tmp_path):
    file = tmp_path / "source_of_this_test.py"
    file.write_text(textwrap.dedent(SOURCE).lstrip(), "utf-8")
    space = {"__name__": "source_of_this_test"}
    exec(compile(file.read_text("utf-8"), str(file), "exec"), space)  # noqa: S102
    return file, space["function"]


def test_every_value_knows_the_expression_that_computed_it(module):
    file, function = module
    trace = record(function, x=np.array([1.0, 2.0]), W=np.array([[0.1, 0.2], [0.3, 0.4]]))
    found = {name: node.source for name, node in trace.names.items() if node.operands}
    lines = file.read_text("utf-8").splitlines()
    start = lines[6].index("W @") + 1  # in characters, though each is three bytes
    assert found["a"] == Source(str(file), 7, start, 7, start + 9)
    assert found["a"].text == "W @ x + 1"
    assert trace["a"].operands[0].source.text == "W @ x"
    assert found["b"] == Source(str(file), 8, 10, 9, 17)
    assert found["b"].text == "a - x * 2"
    assert (found["h"].line, found["h"].text) == (4, "np.tanh(x)")
    assert found["x_0"].text == "x[0]"
    assert found["sum"].text == "np.sum(a, axis=0)"


def test_a_constant_stands_where_it_is_used(module):
    _, function = module
    trace = record(function, x=np.array([1.0, 2.0]), W=np.eye(2))
    one, two = (node for node in trace.nodes if node.operation == "constant")
    assert (one.source.line, one.source.text) == (7, "W @ x + 1")
    assert (two.source.line, two.source.text) == (9, "x * 2")

    own = record(lambda x: {"h": x + np.zeros(2), "k": x * [1.0, 2.0][1]}, x=np.ones(2))
    zeros = own["h"].operands[1]
    assert zeros.source.text == "x + np.zeros(2)"
    table = record(lambda k: np.eye(3)[k], k=np.int64(1))["result"].operands[0]
    assert table.source.text == "np.eye(3)[k]"
    taken = record(lambda k: np.take(np.eye(3), k, axis=0), k=np.int64(1))["result"].operands[0]
    assert taken.source.text == "np.take(np.eye(3), k, axis=0)"


def test_comments_between_the_lines_of_an_expression_are_left_out(tmp_path):
    file = tmp_path / "comments.py"
    file.write_text(
        "def function(x):\n"
        "    return (x  # one\n"
        "        + 2.0\n"
        "        * x  # two # three\n"
        "        - 1.0)  # four\n",
        "utf-8",
    )
    space = {}
    exec(compile(file.read_text("utf-8"), str(file), "exec"), space)  # noqa: S102
    source = record(space["function"], x=1.5)["result"].source
    assert source.text == "x + 2.0 * x - 1.0"


def test_an_expression_may_stand_at_the_start_of_a_line(tmp_path):
    file = tmp_path / "left.py"
    file.write_text("def function(x):\n    return (\nx + 1)\n", "utf-8")
    space = {}
    exec(compile(file.read_text("utf-8"), str(file), "exec"), space)  # noqa: S102
    source = record(space["function"], x=1.5)["result"].source
    assert source == Source(str(file), 3, 1, 3, 6)
    assert source.text == "x + 1"


def test_code_that_is_in_no_file_has_its_columns_in_bytes():
    expression = "A @ v + 2"
    start = len(f"lambda {', '.join(INPUTS)}: ") + 1
    source = record(function_of(expression), **INPUTS)["result"].source
    assert source == Source("<string>", 1, start, 1, start + len(expression))
    assert source.text == ""


def test_a_file_that_has_changed_is_read_again(module):
    file, function = module
    trace = record(function, x=np.array([1.0, 2.0]), W=np.eye(2))
    assert trace["a"].source.text == "W @ x + 1"
    file.write_text(file.read_text("utf-8").replace("W @ x + 1", "W @ x + 7") + "\n", "utf-8")
    assert trace["a"].source.text == "W @ x + 7"


def test_shapes_that_do_not_fit_are_told_with_the_expression(module):
    file, function = module
    with pytest.raises(ValueError, match="W @ x: matmul of shapes 2 × 3 and 2 does not") as caught:
        record(function, x=np.array([1.0, 2.0]), W=np.ones((2, 3)))
    where = position_of(caught.value)
    assert (where.file, where.line, where.text) == (str(file), 7, "W @ x")


def test_an_error_in_a_library_is_told_where_the_library_was_called():
    def function():
        return Fraction("half")

    with pytest.raises(ValueError, match="Invalid literal") as caught:
        function()
    where = position_of(caught.value)
    assert Path(where.file) == Path(__file__)
    assert where.text == 'Fraction("half")'
    assert position_of(caught.value, skip=(__file__,)) is None


def test_an_error_in_code_of_no_file_is_told_where_it_was_run():
    with pytest.raises(ZeroDivisionError) as caught:
        exec("1 / 0")  # noqa: S102
    assert position_of(caught.value).text == 'exec("1 / 0")'


def test_a_place_in_a_file_that_is_not_there_counts_from_one():
    code = compile("1 / 0", "nowhere.py", "exec")
    with pytest.raises(ZeroDivisionError) as caught:
        exec(code)  # noqa: S102
    where = position_of(caught.value)
    assert (where.file, where.line, where.column) == ("nowhere.py", 1, 1)


def test_a_syntax_error_without_a_place_is_told_at_the_top():
    error = SyntaxError("no page")
    error.filename = "page.py"
    assert position_of(error) == Source("page.py", 1, 1, 1, 1)


def test_a_syntax_error_is_told_where_it_stands():
    with pytest.raises(SyntaxError) as caught:
        compile("x = 1\ny = (2", "page.py", "exec")
    where = position_of(caught.value)
    assert where == Source("page.py", 2, 5, 2, 5)
