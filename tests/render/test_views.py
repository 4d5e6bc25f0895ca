"""The diagram and the table, against walks of the trace that are written out here."""

import re
from typing import Any, NamedTuple

import numpy as np
import pytest
from jaxtyping import Float, Int

from rnn_examples.render import symbols, unrolled
from rnn_examples.render.diagram import diagram
from rnn_examples.render.numbers import Numbers
from rnn_examples.render.pieces import Printed, Word
from rnn_examples.render.table import table
from rnn_examples.render.words import word_of
from rnn_examples.trace import Trace, record
from rnn_examples.worked_example import catalogue

EXAMPLES = catalogue.load().examples
UNROLLED = [name for name, example in EXAMPLES.items() if example.trace.steps]


def plain(printed):
    return printed.plain


def edges(source: str) -> set[tuple[str, str]]:
    """Each arrow as the symbols at its ends."""
    boxes = dict(re.findall(r'^  (v\d+)[(\[]+"((?:log )?[^ <]+)', source, re.M))
    arrows = re.findall(r"^  (v\d+) -->(?:\|.*?\|)? (v\d+)$", source, re.M)
    return {(boxes[a], boxes[b]) for a, b in arrows}


def expected_edges(trace: Trace, drawn: set[str]) -> set[tuple[str, str]]:
    """From each drawn value back to the nearest drawn ones, node by node."""
    found = set()
    name_of = {id(trace[name]): name for name in drawn}
    for name in drawn:
        if trace[name].operation == "index" and len(trace[name].operands) == 1:
            continue
        waiting, seen = list(trace[name].operands), set()
        while waiting:
            node = waiting.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            if id(node) in name_of:
                found.add((symbols.plain(name_of[id(node)]), symbols.plain(name)))
            else:
                waiting += node.operands
    return found


class Batch(NamedTuple):
    h_t: Float[Any, "batch hidden"]


@pytest.mark.parametrize("name", UNROLLED)
def test_the_arrows_are_the_dependencies_of_the_run(name):
    example = EXAMPLES[name]
    source = diagram(Numbers(example.trace), plain, example.words)
    drawn = {
        known
        for known in example.trace.names
        if re.search(rf'"{re.escape(symbols.plain(known))}[ <]', source)
    }
    before_tanh = {id(node.operands[0]) for node in example.trace.nodes if node.operation == "tanh"}
    assert not any(
        known.startswith("a_") and id(example.trace[known]) in before_tanh for known in drawn
    )
    assert edges(source) == expected_edges(example.trace, drawn)
    assert len(edges(source)) >= 3


class GateStep(NamedTuple):
    z_t: Any
    h_t: Any


def gated(x: Float[Any, "time input"], h_0, W, R, U):
    steps, h = [], h_0
    for x_t in x:
        z = np.exp(W @ h)
        h = z * (R @ h) + U @ x_t
        steps.append(GateStep(z, h))
    return steps


GATED = record(
    gated,
    x=np.array([[0.5], [-1.0]]),
    h_0=np.array([0.1, 0.2]),
    W=np.array([[0.1, 0.2], [0.3, -0.1]]),
    R=np.array([[0.5, 0.1], [0.2, -0.4]]),
    U=np.array([[0.3], [0.7]]),
)


def test_a_hand_made_network_is_drawn_as_it_was_made():
    source = diagram(Numbers(GATED), plain)
    assert edges(source) == {
        ("h₀", "z₁"), ("h₀", "h₁"), ("z₁", "h₁"), ("x₁", "h₁"),
        ("h₁", "z₂"), ("h₁", "h₂"), ("z₂", "h₂"), ("x₂", "h₂"),
    }  # fmt: skip
    assert source.count("|R|") == source.count("|W|") == source.count("|U|") == 2


def test_an_arrow_carries_every_weight_on_its_way():
    source = diagram(Numbers(GATED), plain, fields=("h_t",))
    assert edges(source) == {("h₀", "h₁"), ("x₁", "h₁"), ("h₁", "h₂"), ("x₂", "h₂")}
    assert source.count("|W and R|") == 2


def test_weights_on_one_way_stand_in_the_order_in_which_they_are_used():
    source = diagram(Numbers(EXAMPLES["greedy"].trace), plain, fields=("s_t", "y_t"))
    assert source.count("|E_dec, U_dec|") == source.count("|V, argmax|") == 3


def test_a_matrix_that_is_turned_is_turned_on_the_arrow_too():
    source = diagram(Numbers(EXAMPLES["bptt"].trace), plain, fields=("h_t", "delta_t"))
    assert ("δ₂", "δ₁") in edges(source)
    assert source.count("|Wᵀ|") == 1
    assert source.count("|V, Vᵀ|") == 2


def test_rows_times_a_turned_matrix_are_the_matrix_times_columns():
    def read(W, x: Float[Any, "time batch input"]):
        return [Batch(x_t @ W.T) for x_t in x]

    batch = record(read, W=np.eye(2), x=np.ones((1, 1, 2)))
    assert "|W|" in diagram(Numbers(batch), plain)  # x Wᵀ of rows is W x of columns


class Reading(NamedTuple):
    e_t: Any
    s_enc_t: Any
    y_t: Any


def read_words(x_enc: Int[Any, "time"], s_enc_0, y_0, E, D, W):
    steps, s, y = [], s_enc_0, y_0
    for word in x_enc:
        e = np.take(E, word, axis=0)
        s = np.tanh(W @ s + e + D[y])
        y = np.argmax(s)
        steps.append(Reading(e, s, y))
    return steps


READING = record(
    read_words,
    x_enc=np.array([1, 0]),
    s_enc_0=np.array([0.1, 0.2]),
    y_0=np.int64(1),
    E=np.array([[0.1, 0.2], [0.3, -0.1]]),
    D=np.array([[0.5, 0.1], [0.2, -0.4]]),
    W=np.array([[0.3, 0.6], [0.7, 0.5]]),
)


def test_what_is_read_has_a_colour_of_its_own_and_so_has_the_state():
    kinds = re.findall(r'"([^ <]+).*:::(\w+)', diagram(Numbers(READING), plain))
    assert dict(kinds) == {
        "y₀": "input", "x_enc₁": "input", "x_enc₂": "input", "e₁": "input", "e₂": "input",
        "s_enc₀": "state", "s_enc₁": "state", "s_enc₂": "state",
        "y₁": "output", "y₂": "output",
    }  # fmt: skip


def test_a_table_that_a_token_looks_up_stands_on_its_arrow():
    source = diagram(Numbers(READING), plain)
    assert source.count("|E|") == source.count("|D|") == source.count("|W|") == 2
    assert {("x_enc₁", "e₁"), ("x_enc₂", "e₂"), ("y₀", "s_enc₁"), ("y₁", "s_enc₂")} < edges(source)


def test_a_field_that_is_asked_for_is_drawn_even_before_its_activation():
    source = diagram(Numbers(EXAMPLES["encoder"].trace), plain, fields=("a_t", "h_t"))
    assert ("a₁", "h₁") in edges(source)


def test_a_field_that_is_none_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match="no step has a field 's_t'; its fields are a_t, h_t"):
        diagram(Numbers(EXAMPLES["encoder"].trace), plain, fields=("s_t",))
    with pytest.raises(ValueError, match="no column 's_t'; the columns are x_t, a_t, h_t"):
        table(Numbers(EXAMPLES["encoder"].trace), plain, fields=("s_t",))


def test_a_run_without_time_steps_cannot_be_unrolled():
    with pytest.raises(ValueError, match="no time steps"):
        diagram(Numbers(record(lambda x: x * 2, x=1.0)), plain)


def test_a_token_is_shown_with_its_word():
    example = EXAMPLES["greedy"]
    words = []

    def mark(piece):
        if isinstance(piece, Word):
            words.append((piece.path, piece.text))
        return ""

    diagram(Numbers(example.trace), mark, example.words)
    drawn = set(words)
    table(Numbers(example.trace), mark, example.words)
    assert {("y_0", "<bos>"), ("y_1", "पियो")} <= drawn <= set(words)


def test_a_token_keeps_room_for_the_longest_word_that_can_stand_there():
    trace = record(lambda y_best_0, y: y_best_0 + y, y_best_0=np.int64(1), y=np.int64(2))
    words = ("yes", "a", "perhaps", "zoo")
    assert word_of(trace, "y_best_0", {"y_best": words}) == Word("y_best_0", "a", "perhaps")
    assert word_of(trace, "y", {"y": words}) == Word("y", "perhaps", "perhaps")


def test_a_token_without_a_word_is_a_fault():
    trace = EXAMPLES["greedy"].trace
    with pytest.raises(ValueError, match="y_0 is 3, but there are 2 words for 'y'"):
        word_of(trace, "y_0", {"y": ("a", "b")})


@pytest.mark.parametrize("name", UNROLLED)
def test_the_table_holds_every_number_of_every_step(name):
    example = EXAMPLES[name]
    numbers = Numbers(example.trace)
    written = []

    def mark(piece):
        if isinstance(piece, Printed):
            written.append(piece.path)
        return piece.plain

    html = table(numbers, mark, example.words)
    per_step = [name for step in example.trace.steps for name in step.values()]
    expected = {p.path for name in per_step for p in numbers.entries(example.trace[name])}
    assert expected <= set(written)
    fields = {key for step in example.trace.steps for key in step}
    fields |= {f"{sequence}_t" for sequence in example.trace.sequences}
    start = any(f"{key.removesuffix('_t')}_0" in example.trace.inputs for key in fields)
    assert html.count("<tr") == len(example.trace.steps) + 1 + start  # the head, and time 0
    columns = html.count('scope="col"')
    assert html.count("<td>") == (columns - 1) * (html.count("<tr") - 1)


def test_the_table_of_some_fields_has_only_those():
    html = table(Numbers(EXAMPLES["encoder"].trace), plain, fields=("h_t",))
    assert re.findall(r'scope="col">(.*?)</th>', html) == [
        "<var>t</var>",
        "<var>h</var><sub>t</sub>",
    ]
    assert re.findall(r"<td>(.*?)</td>", html) == [
        "(0, 0)", "(0.46212, 0.60437)", "(0.79253, 0.90885)",
    ]  # fmt: skip


def test_a_column_has_the_authors_words():
    fields, labels = ("a_t", "h_t"), ("before <tanh>", "")
    html = table(Numbers(EXAMPLES["encoder"].trace), plain, fields=fields, labels=labels)
    heads = re.findall(r'<th scope="col">(.*?)</th>', html)
    assert heads[1] == "before &lt;tanh&gt;"
    assert heads[2] == symbols.html("h_t")


def test_a_table_counts_from_time_0_only_where_something_starts_there():
    encoder = Numbers(EXAMPLES["encoder"].trace)
    for field, times in (("h_t", ["0", "1", "2"]), ("x_t", ["1", "2"])):
        html = table(encoder, plain, fields=(field,))
        assert re.findall(r'data-time="(.)"', html) == times
        assert re.findall(r'scope="row">(.)<', html) == times


def test_the_table_of_a_run_without_time_steps_lists_its_values():
    html = table(Numbers(record(lambda x: x * 2, x=np.array([1.0, 2.0]))), plain)
    assert re.findall(r"<td>(.*?)</td>", html) == ["2", "(1, 2)", "2", "(2, 4)"]


def test_a_diagram_that_misses_an_arrow_would_be_found(monkeypatch):
    walk = unrolled._walk
    monkeypatch.setattr(unrolled, "_walk", lambda *args: list(walk(*args))[:1])
    source = diagram(Numbers(GATED), plain)
    drawn = {"h_0", "x_1", "x_2", "z_1", "h_1", "z_2", "h_2"}
    assert edges(source) != expected_edges(GATED, drawn)
