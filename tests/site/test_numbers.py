"""Every number on the site against fifty digits that the package did not compute."""

import re
from pathlib import Path

import numpy as np
import pytest

from rnn_examples.authoring.tokens import TOKEN, parse
from tests.conftest import ROOT
from tests.site.oracle import by_mpmath, examples, printed, wrong_numbers
from tests.site.pages import read

THEORY = "rnn-theory/index.html"


@pytest.fixture(scope="module")
def all_examples():
    return examples()


@pytest.fixture(scope="module")
def known(all_examples):
    return by_mpmath(all_examples)


def test_every_number_is_what_its_name_says(pages, known, all_examples):
    numbers = [number for page in pages.values() for number in page.numbers]
    assert len(numbers) > 500
    assert wrong_numbers(numbers, known, all_examples) == []


def test_the_theory_page_shows_every_value_that_it_names(pages, all_examples):
    text = (ROOT / "docs" / "rnn-theory.md").read_text("utf-8")
    shown = {number.name for number in pages[THEORY].numbers}
    wanted = set()
    for match in TOKEN.finditer(text):
        token = parse(match["body"])
        if match["escape"] or token.view in {"shape", "word"} or not token.is_of_example:
            continue
        if token.name is None:
            continue  # a table or a diagram shows what its fields say
        node = all_examples[token.example].trace[token.name]
        name = f"{token.example}.{token.name}"
        indices = [token.index] if len(token.index) == len(node.shape) else np.ndindex(node.shape)
        wanted |= {name + f"[{','.join(map(str, index))}]" * bool(index) for index in indices}
    assert len(wanted) > 50
    assert wanted - shown == set()


def test_the_theory_page_has_its_numbers_in_every_place(pages):
    numbers = pages[THEORY].numbers
    assert any(number.tag == "data" and not number.in_diagram for number in numbers)
    assert any(number.in_diagram for number in numbers)
    assert any(number.tag == "mn" for number in numbers)
    assert any(number.tag == "span" for number in numbers)


def test_both_branches_of_every_formula_show_the_same(pages):
    for page in pages.values():
        # Sorted: what is seen goes through a matrix column by column, what is read row by row.
        spoken = sorted((n.name, n.text) for n in page.numbers if n.tag == "mn")
        visible = sorted((n.name, n.text) for n in page.numbers if n.tag == "span")
        assert spoken == visible, page.path


H_2 = r'data-value="encoder\.h_2\[0\]">)0\.79253'
PLACES = [
    ("text", r'(<data class="computed" value="[^"]*" ' + H_2),
    ("formula as it is seen", r'(<span class="mord computed" ' + H_2),
    ("formula as it is read", "(<mn " + H_2),
    ("diagram", "(<foreignObject(?:(?!</foreignObject).)*" + H_2),
]


@pytest.mark.parametrize("pattern", [p[1] for p in PLACES], ids=[p[0] for p in PLACES])
def test_a_planted_wrong_digit_is_found(pattern, built_site: Path, known, all_examples):
    html = (built_site / THEORY).read_text("utf-8")
    planted, count = re.subn(pattern, r"\g<1>0.79254", html, count=1, flags=re.S)
    assert count == 1
    (wrong,) = wrong_numbers(read(planted).numbers, known, all_examples)
    assert wrong.startswith("encoder.h_2[0] is 0.79253")


def test_a_planted_wrong_name_is_found(built_site: Path, known, all_examples):
    html = (built_site / THEORY).read_text("utf-8")
    planted = html.replace('data-value="encoder.h_2[0]"', 'data-value="encoder.h_2[1]"', 1)
    assert wrong_numbers(read(planted).numbers, known, all_examples)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("−0.10", (-1, 10), (1, 100)),
        ("2", (2, 1), (1, 1)),
        ("3.20 × 10⁻²", (4, 125), (1, 10_000)),
    ],
)
def test_a_printed_number_is_read_back(text, number, unit):
    value, last = printed(text)
    assert (value.numerator, value.denominator) == number
    assert (last.numerator, last.denominator) == unit
