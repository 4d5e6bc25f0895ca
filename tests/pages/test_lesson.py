"""What stands around a lesson: its number, its time, the symbols that it uses, its end."""

import re

import pytest

from rnn_examples.authoring import texts
from rnn_examples.pages import lesson, notation, one_page
from rnn_examples.pages.addresses import Here
from rnn_examples.paths import DOCS
from rnn_examples.typesetting import formulas

NAV = """nav:
  - Home: index.md
  - First: a.md
  - Group:
      - Second: b.md
      - c.md
  - Other:
      - More: deep/d.md
"""

TABLE = """# Notation

| symbol | what it is | shape | introduced on |
| --- | --- | --- | --- |
| $h_t$ | the state, after $t$ steps | $n$ | [First](../a.md) |
| $y_t$, $y^*_t$ | an id | a number | [Second](../b.md) |
| $\\hat{y}_t$ | probabilities | $K$ | [Second](../b.md) |
| $t$ | a step | a number | this page |

## In one lesson

| symbol | what it is | shape | introduced on |
| --- | --- | --- | --- |
| $h$ | a height | a number | [Second](../b.md) |
"""


def typeset(latex):
    return formulas.typeset(latex, formulas.pieces(), display=False)


class APage:
    def __init__(self):
        self.faults = []

    def fault(self, line, column, text):
        assert (line, column) == (1, 1)
        self.faults.append(text)
        return ""

    def formula(self, latex, *, display):
        del display
        return typeset(latex)


@pytest.fixture
def docs(tmp_path):
    (tmp_path / "mkdocs.yml").write_text(NAV)
    (tmp_path / "docs" / "reference").mkdir(parents=True)
    (tmp_path / "docs" / notation.SOURCE).write_text(TABLE)
    return tmp_path / "docs"


def framed(docs, page, *latex):
    on = APage()
    body = "".join(typeset(each) for each in latex)
    return lesson.framed(f"<h1>A title</h1><p>{body}</p>", Here(page, docs), on), on.faults


def meanings(made):
    return [re.sub(r"<.*", "", cell) for cell in re.findall(r"</th><td>(.*?)</td>", made, re.S)]


def test_lessons_are_numbered_as_the_navigation_has_them(docs):
    assert lesson.lessons(docs) == (
        lesson.Lesson("a.md", 1, ""),
        lesson.Lesson("b.md", 2, "Group"),
        lesson.Lesson("c.md", 3, "Group"),
    )
    made, _ = framed(docs, "b.md", "h_1")
    assert "</h1><p" in made
    assert "Lesson 2 of 3 · Group · about 5 minutes" in made


@pytest.mark.parametrize("page", ["index.md", "deep/d.md", "not-in-nav.md"])
def test_other_pages_stay_as_they_are(docs, page):
    made, faults = framed(docs, page, "q")
    assert "class=" not in made.replace(typeset("q"), "")
    assert faults == []


def test_a_lesson_has_the_symbols_that_it_uses(docs):
    made, faults = framed(docs, "a.md", "h_t = y^*_t", r"\tanh \mathrm{d} \mathrm{sum}")
    assert meanings(made) == ["the state, after ", "an id", "a step"]
    assert 'href="../b/">Second</a>' in made
    assert "<td>here</td>" in made
    assert faults == []


def test_a_hat_makes_another_letter(docs):
    made, _ = framed(docs, "a.md", r"\hat{y}")
    assert meanings(made) == ["probabilities"]


def test_a_lessons_own_meaning_comes_before_the_general_one(docs):
    made, _ = framed(docs, "b.md", "h + y")
    assert meanings(made) == ["an id", "a height"]


def test_a_letter_that_is_not_explained_is_a_fault(docs):
    _, faults = framed(docs, "a.md", "h_1 + q")
    assert len(faults) == 1
    assert "the letter q of a formula is not explained in docs/reference/notation.md" in faults[0]


def test_reading_time_grows_with_words_and_formulas():
    assert lesson.minutes("<p>word</p>") == 5
    assert lesson.minutes("<p>" + "word " * 1001 + "</p>") == 10
    assert lesson.minutes('<div class="math">x</div>' * 21) == 10
    assert lesson.minutes("<pre>" + "word " * 5000 + "</pre>") == 5


def test_the_parts_of_a_formula_are_no_words():
    latex = " + ".join(["x"] * 500)
    held = formulas.pieces()
    assert lesson.minutes(formulas.typeset(latex, held, display=True) * 19) == 5
    assert lesson.minutes(formulas.typeset(latex, held, display=False) * 900) == 5
    assert lesson.minutes(formulas.typeset(latex, held, display=False) * 1100) == 10


@pytest.fixture(scope="module")
def letters_of_lessons():
    return {
        each.page: notation.letters(one_page.made(each.page, texts.read(DOCS / each.page), None)[0])
        for each in lesson.lessons(DOCS)
    }


@pytest.mark.parametrize(
    "entry", notation.entries(DOCS), ids=lambda entry: f"{entry.title}: {entry.meaning}"
)
def test_a_symbol_is_used_on_the_page_that_introduces_it(entry, letters_of_lessons):
    if not entry.title:
        return
    for symbol in entry.symbols:
        assert notation.letters(typeset(symbol)) & letters_of_lessons[entry.page], symbol


def test_a_line_that_is_typed_is_no_lessons_line(docs):
    made, _ = framed(docs, "a.md", "h")
    assert "Lesson" not in lesson.without_frame(made)
    typed = made.replace("<p>", '<p class="lesson">Lesson 9 of 9</p><p>')
    assert "Lesson 9 of 9" in lesson.without_frame(typed)
