"""The index of published values: each value's own number, where it was made, where it is shown."""

import json
import re

import html5lib
import numpy as np
import pytest

from rnn_examples.authoring import values
from rnn_examples.cli import shown
from rnn_examples.pages import live, values_index
from rnn_examples.pages.addresses import Here
from rnn_examples.pages.published import published
from rnn_examples.render.numbers import Numbers
from rnn_examples.worked_example import WorkedExample


@pytest.fixture
def rows(tmp_path):
    """Every row of the index of two pages, by the value's name: the texts of its cells."""
    theory = "# Theory\n\n[[= encoder.h_1 | derivation =]] \\[[= encoder.h_2 =]]\n"
    table = "# A table\n\n[[= encoder | table | h_t =]] [[= teacher_forced.y_1 =]]\n"
    table += "[[= water_drink.W =]] [[= greedy.V =]]\n"
    for name, text in {"theory.md": theory, "table.md": table, "index.md": "# Home\n"}.items():
        (tmp_path / name).write_text(text, "utf-8")
    made = values_index.block(Here("index.md", tmp_path))
    tree = html5lib.parseFragment(made, namespaceHTMLElements=False)
    return {
        row[0].find("code").text: ["".join(cell.itertext()) for cell in row]
        for row in tree.iter("tr")
        if row.find("th/code") is not None
    }


def test_it_lists_what_the_pages_show_and_nothing_else(rows):
    in_derivation = {f"encoder.{name}" for name in ("h_1", "a_1", "W", "h_0", "U", "x_1", "b")}
    assert set(rows) == in_derivation | {
        "encoder.h_2",
        "teacher_forced.y_1",
        "water_drink.W",
        "greedy.V",
    }


def test_each_row_has_its_own_number(rows):
    for path, cells in rows.items():
        example, _, name = path.partition(".")
        trace = values.catalogue().examples[example].trace
        expected = [number.plain for number in Numbers(trace).entries(trace[name])]
        assert re.findall(r"−?\d[\d.]*", cells[2]) == expected


def test_each_row_says_where_its_value_is_shown(rows):
    assert rows["encoder.h_1"][5] == "A table, Theory"
    assert rows["encoder.h_2"][5] == "A table"  # escaped on the other page
    assert rows["encoder.h_0"][3] == "given"
    assert rows["encoder.x_1"][3] == "given, an item of x"
    assert rows["encoder.h_1"][3] == "np.tanh(a_t)"
    assert rows["water_drink.W"][3] == "handed over from encoder.W"
    assert rows["greedy.V"][3] == "handed over from teacher_forced.V"


def test_below_a_table_is_what_the_pages_say_of_its_values(tmp_path):
    text = "[[? *it* <b | encoder.h_1[0] < 1 ?]] [[= encoder.h_1 =]] [[= encoder.W =]]\n"
    text += "[[? the same in other words | encoder.h_1[0] < 1 ?]]\n"
    (tmp_path / "a.md").write_text(text, "utf-8")
    made = values_index.block(Here("index.md", tmp_path))
    said = '<li><code class="condition">encoder.h_1[0] &lt; 1</code> (<a href="a/">a.md</a>)</li>'
    assert made.count(f"What the pages say of encoder</summary><ul>{said}</ul>") == 1
    data = json.loads(values_index.files(tmp_path)["values.json"])
    assert {value["name"]: value["claims"] for value in data} == {
        "encoder.h_1": [
            {"phrase": phrase, "condition": "encoder.h_1[0] < 1", "page": "a/"}
            for phrase in ("*it* <b", "the same in other words")
        ],
        "encoder.W": [],
    }


def test_a_value_that_was_handed_over_leads_to_its_origin_if_that_is_shown(tmp_path):
    (tmp_path / "index.md").write_text("[[= water_drink.W =]] [[= greedy.V =]] [[= encoder.W =]]")
    made = values_index.block(Here("index.md", tmp_path))
    assert 'from <a href="#encoder.W"><code>encoder.W</code></a>' in made
    assert "from <code>teacher_forced.V</code></td>" in made  # no page shows it


def test_a_constant_of_the_code_is_called_one(tmp_path):
    (tmp_path / "index.md").write_text("[[= bptt.dh_later_2 =]]", "utf-8")
    made = values_index.block(Here("index.md", tmp_path))
    assert re.search(r'href="source/models/bptt/#L-\d+">a constant</a> of the code', made)


def test_it_lists_the_values_that_plots_and_heat_maps_show(tmp_path):
    text = "# A\n\n[[= encoder | plot | h_t =]]\n\n[[= water_drink.W | heat =]]\n"
    (tmp_path / "a.md").write_text(text, "utf-8")
    made = values_index.block(Here("index.md", tmp_path))
    listed = re.findall(r'<tr id="([^"]+)"', made)
    assert sorted(listed) == ["encoder.h_0", "encoder.h_1", "encoder.h_2", "water_drink.W"]


def test_a_number_midway_between_two_printed_ones_has_more_digits_where_nobody_gives_a_format(
    monkeypatch,
):
    example = WorkedExample(lambda x: x + 0.0, x=np.array([0.640625, 0.5]))
    numbers = Numbers(example.trace)
    monkeypatch.setattr(values_index, "numbers_of", lambda *_: numbers)
    row = values_index._number("e", example.trace["x"], "x")
    assert 'data-format=".6f">0.640625</data>' in row
    found = shown.Shown("e", example, ("x", "result"), numbers)
    assert shown.as_text(found).plain.count("0.640625") == 3
    assert shown.as_latex(found).count("0.640625") == 3
    assert shown.as_json(found)["values"]["x"]["printed"] == ["0.640625", "0.500000"]
    monkeypatch.setattr(live, "numbers_of", lambda *_: numbers)
    fields = list(live._fields("e", "x", example.trace["x"], example))
    assert 'value="0.640625"' in fields[0]


def test_it_lists_what_a_network_of_several_examples_shows(tmp_path):
    text = "# A\n\n[[= encoder greedy | network =]]\n"
    (tmp_path / "a.md").write_text(text, "utf-8")
    shown = published(tmp_path)
    assert set(shown.pages["encoder"]) == {"x_1", "x_2", "h_0", "h_1", "h_2"}
    assert {"s_1", "y_hat_3", "x_2"} <= set(shown.pages["greedy"])
    specs = {(number.example, number.number.path): number.spec for number in shown.numbers}
    assert specs["encoder", "h_2[0]"] == ".2f"
    assert specs["encoder", "x_2[0]"] == ""
    alone = published(tmp_path, "greedy")
    assert {number.example for number in alone.numbers} == {"greedy"}
