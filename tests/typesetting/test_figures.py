"""Diagrams, as they stand on a page: their numbers keep their names, and no two share an id."""

import re

import mermaidx
import pytest

from rnn_examples.typesetting import engines, figures
from tests.pages.conversion import convert

FLOWCHART = (
    'flowchart LR\n  a["h_1 ≈ [[= encoder.h_1 =]]"] -->|W| b(["[[= encoder.h_1[1] | .2f =]]"])\n'
)


def fence(source: str) -> str:
    return convert(f"```mermaid\n{source}```")


def test_a_number_in_a_label_has_its_name_and_value():
    made = fence(FLOWCHART)
    assert re.findall(
        r'<data class="computed" value="([^"]*)" data-value="([^"]*)"[^>]*>([^<]*)', made
    ) == [
        ("0.46211715726", "encoder.h_1[0]", "0.46212"),
        ("0.604367777117", "encoder.h_1[1]", "0.60437"),
        ("0.604367777117", "encoder.h_1[1]", "0.60"),
    ]


def test_no_placeholder_and_no_character_without_width_is_left():
    made = fence(FLOWCHART)
    assert not re.search(f"[{figures.START}{figures.END}{figures.ZERO}{figures.ONE}]", made)
    assert "0.00000" not in made
    assert "my-svg" not in made


def test_two_equal_diagrams_of_a_page_share_no_id():
    text = "```mermaid\nflowchart LR\n  a --> b\n```\n\n"
    ids = re.findall(r' id="([^"]+)"', convert(text * 2))
    assert ids
    assert len(ids) == len(set(ids))


def test_a_fences_title_names_the_diagram():
    made = convert('```mermaid title="h is [[= encoder.h_1[0] =]]"\nflowchart LR\n  a --> b\n```')
    assert 'aria-label="h is 0.46212"' in made


@pytest.mark.parametrize(
    "source",
    [
        'flowchart TB\n  a(["x"]) --> b{"y"}\n  b --> c[["z"]]\n',
        'block-beta\n  columns 2\n  a["x"] b(["y"])\n  a -- "W" --> b\n',
    ],
)
def test_an_engine_that_has_drawn_before_draws_the_same(source):
    fresh = mermaidx.render(source, theme="base", config=engines.MERMAID).svg()
    engines.mermaid("flowchart LR\n  p --> q\n")
    engines.mermaid.cache_clear()
    assert engines.mermaid(source) == fresh
    engines.mermaid.cache_clear()
    assert engines.mermaid(source) == fresh


def test_digits_alone_do_not_change_a_drawing():
    numbers = figures.pieces()
    mark = numbers.mark("encoder")
    one = mark(_Printed("0.46212"))
    assert re.search(r"0\.00000", one)
    assert figures.HIDDEN.search(one)[2] == "0.00000"


class _Printed:
    """A number as `figures` sees it."""

    def __init__(self, plain: str) -> None:
        self.plain = plain
        self.path = "h_1[0]"
        self.value = float(plain)


def test_a_word_of_a_diagram_is_made_safe_and_named():
    made = convert("[[= greedy | diagram | y_t =]]")
    assert '<span class="word" data-word="greedy.y_0">&lt;bos&gt;</span>' in made
    assert "<bos>" not in made
