"""The ledger: a typed numeral is found, a computed or declared one is not."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn_examples.ledger import typed_numbers
from rnn_examples.ledger.numerals import read, without_visible_math
from rnn_examples.ledger.rules import NUMERAL
from rnn_examples.ledger.typed_numbers import lookup
from tests.conftest import ROOT
from tests.pages.conversion import convert, faults_of

TYPED = [
    ("text", "The state is 0.4621 now.", 1, 14, "0.4621", "encoder.h_1[0]"),
    ("negative", "It is −0.29356.", 1, 7, "−0.29356", "teacher_forced.o_1[1]"),
    ("hyphen", "It is -0.29356.", 1, 7, "-0.29356", "teacher_forced.o_1[1]"),
    ("formula", "a\n\n$$\nh_1 = 0.46212\n$$", 4, 7, "0.46212", "encoder.h_1[0]"),
    ("inline formula", "so $h \\approx 0.792530$.", 1, 15, "0.792530", "encoder.h_2[0]"),
    ("heading", "## About 0.46212", 1, 10, "0.46212", "encoder.h_1[0]"),
    ("table", "| a | b |\n|---|---|\n| x | 0.46212 |", 3, 7, "0.46212", "encoder.h_1[0]"),
    ("list", "- a\n- b\n    - 0.6044", 3, 7, "0.6044", "encoder.h_1[1]"),
    ("admonition", '!!! note "At 0.6044"\n    text', 1, 14, "0.6044", "encoder.h_1[1]"),
    ("alternative text", "![At 0.6044](x.png)", 1, 6, "0.6044", "encoder.h_1[1]"),
    ("bold", "**0.6044** it is", 1, 3, "0.6044", "encoder.h_1[1]"),
    ("diagram", '```mermaid\nflowchart LR\n  a["h 0.6044"]\n```', 3, 8, "0.6044", "encoder.h_1[1]"),
    ("footnote", "a[^1]\n\n[^1]: 0.6044", 3, 7, "0.6044", "encoder.h_1[1]"),
    ("beside a value", "[[= encoder.h_1[0] =]] or 0.4621", 1, 27, "0.4621", "encoder.h_1[0]"),
    ("the second", "0.46212\n\nand so 0.60437 is", 3, 8, "0.60437", "encoder.h_1[1]"),
]


OWN = "\n\n[[= encoder.b =]] [[= teacher_forced.c =]]"
"""The page's own examples, whose values are thought of first."""


@pytest.mark.parametrize("typed", TYPED, ids=[typed[0] for typed in TYPED])
def test_a_typed_number_is_told_what_it_is_at_its_place(typed, tmp_path):
    _, text, line, column, number, value = typed
    *_, fault = faults_of(text + OWN, tmp_path)
    assert fault == (
        f"page.md:{line}:{column}: {number} is typed by hand; it is {value}: write [[= {value} =]]"
    )


@pytest.mark.parametrize(
    "text",
    [
        "It has 42 of them.",
        "Between 0 and 3.7 it grows.",
        "$p = 1$",
        "$x > 2$",
        "0.5x as much",
        "about 1,000 words",
        "10 % of them",
        "a step of 1e-5",
        "Row by row, 7 of 9",
        "| 5 |\n|---|\n| b |",
        "It is .46212.",
        "h_0.46212 and x0.46",
        "It took 46ms.",
        "½ of it",
        "It is ⁴⁶ and ₄₆.",
        "④⑥ or Ⅳ",
        "$h_{0.46}$",
        "$h^{0.46}$",
        "$\\underset{0.46}{=}$",
        "h<sub>0.46212</sub>",
        "At step 0.46, equation 0.4, token 2.5",
        "## 46 is the loss",
        "**46** apples",
        "a 0.46 (1990), pp. 0.46",
        "## Sources of error\n\nThe loss is 46.",
        "$h = -1$",
        "$h = (1, 2)$",
        "$h \\in [0, 1]$",
        "$h \\to 2$",
        '<ol start="46"><li>a</li></ol>',
        '<ol><li value="46">a</li></ol>',
        '<meter value="0.46"></meter>',
        '<input value="0.46">',
        '<i aria-description="0.46">a</i>',
        '<i aria-valuetext="0.46">a</i>',
        '```python title="0.46"\na\n```',
        '<i title="7 and [[= encoder.h_1[0] =]]">a</i>',
    ],
)
def test_a_number_that_no_trace_has_is_found_too(text, tmp_path):
    faults = faults_of(text, tmp_path)
    assert faults
    assert all("is typed by hand; " in fault for fault in faults)


@pytest.mark.parametrize(
    "text",
    [
        "[[= encoder.h_1 =]] and $h_1 \\approx [[= encoder.h_1 =]]$",
        "[[= encoder.h_1 | derivation =]]",
        "x − [[= encoder.h_1[0] =]], ([[= encoder.h_1[0] =]]); [[= encoder.h_1[0] =]]. End",
        "[[= teacher_forced.y_hat_1 | derivation =]]",
        "[[= encoder | table =]]",
        "[[= encoder | diagram =]]",
        "![[[= encoder.h_1[0] =]]](x.png)",
        '<p title="[[= encoder.h_1 =]] and [[= encoder.h_2 =]]">b</p>',
        "It is [[= encoder.W | shape =]], and $[[= encoder.W | shape =]]$",
        '```mermaid\nflowchart LR\n  a["[[= encoder.W | shape =]] [[= encoder.h_1[0] =]]"]\n```',
        "``` { .mermaid title='At [[= encoder.h_1 =]]' }\nflowchart LR\n  a --> b\n```",
        "Elman (1990), since 2014",
        "$h_1$, $h_{12}$, $y^*_3$, $x_{t-1}$, $\\sum_{i=1} x_i$",
        "h<sub>1</sub> and h_1, L2, BLEU-4, 3D, 2nd",
        "## 3. What follows\n\ntext",
        "**1.** Compute it.\n\n**Step 2: go.** As in section 4, steps 1 to 3 and exercise 12.",
        "equations 10.8 to 10.11",
        "$1 - z$, $x^2$, $\\frac{1}{2} x$, $2 h$",
        "*Cognitive Science* 14 (1990), pp. 179–211",
        "## Sources\n\n- K. Cho, arXiv 1406.1078, 8 pages, 12–31\n",
        "1. first\n2. second",
        "x² and x₂",
        "``` { .mermaid title='Two steps' }\nflowchart LR\n  a[\"<b>1</b> Begin\"]\n```",
        "no number at all",
    ],
)
def test_what_is_computed_counted_or_cited_is_left_alone(text, tmp_path):
    assert faults_of(text, tmp_path) == []


def test_the_list_of_sources_ends_with_its_section(tmp_path):
    (fault,) = faults_of("## Sources\n\n- 77\n\n### More\n\n78\n\n## Next\n\n79", tmp_path)
    assert "page.md:11:1: 79 is typed" in fault


@pytest.mark.parametrize("text", ["−{}", "-{}", "it is 1{}", "{}7", "{}e-3", "{} %", "{} × 10³"])
def test_a_value_that_is_read_as_another_number_is_a_fault(text, tmp_path):
    faults = faults_of(text.replace("{}", "[[= encoder.h_1[0] =]]"), tmp_path)
    assert any("0.46212 stands where it is read as another number" in fault for fault in faults)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("It is *0.46*{ .doc }.", "class doc"),
        ('a <span class="x plot">0.46</span>', "class plot"),
        ('<div class="doc-object"><i class="doc">0.46</i></div>', "class doc"),
        ("It is *46*{ .katex-html }.", "class katex-html"),
        ('```mermaid\nflowchart LR\n  a["0.46"]:::doc\n```', "class doc"),
        ("<script>document.write(0.46)</script>", "<script>"),
        ("<style>p::after { content: '0.46' }</style>", "<style>"),
        ("<template>0.46</template>", "<template>"),
        ('<iframe srcdoc="0.46"></iframe>', "<iframe>"),
        ('<link rel="stylesheet" href="x.css">', "<link>"),
        ('<video src="x.mp4"></video>', "<video>"),
        ('<svg><image href="x.png"/></svg>', "<image>"),
        ('<p onclick="this.textContent=46">b</p>', "attribute onclick"),
        ('<a href="javascript:alert(46)">b</a>', "attribute href"),
        ('<p style="counter-reset: a 46">b</p>', "attribute style"),
        ('<p style="background: url(x.png)">b</p>', "attribute style"),
        ("![b](data:image/png;base64,aaaa)", "attribute src"),
        ("![b](https://example.com/x.png)", "attribute src"),
        ('<data data-value="encoder.h_1[0]">0.46</data>', "attribute data-value"),
        ('b{ data-word="greedy.y_1" }', "attribute data-word"),
    ],
)
def test_what_would_not_be_read_is_a_fault(text, what, tmp_path):
    (fault,) = [fault for fault in faults_of(f"a\n\n{text}", tmp_path) if "hides" in fault]
    assert re.fullmatch(rf"page\.md:[3-5]:\d+: {what} hides numbers from the ledger: .*", fault)


# Literals.


def literals(*lines: str) -> str:
    return "---\ntitle: T\nliterals:\n" + "".join(f"  {line}\n" for line in lines) + "---\n"


def test_a_declared_numeral_is_left_alone_and_the_others_are_not(tmp_path):
    front = literals('"It is 42": the answer', '"between −1 and 1": the range of tanh')
    text = "It is 42, between -1 and 1, but 1 is typed.\n"
    (fault,) = faults_of(text, tmp_path, front)
    assert fault.startswith("page.md:7:33: 1 is typed by hand; let the package compute it")


def test_a_phrase_declares_its_own_numerals_across_markup_and_lines(tmp_path):
    front = literals('"add up to 1": probabilities do', '"7 of 9": a name')
    assert (
        faults_of("They **add up to** 1.\n\nThey add\nup to 1. She is 7 of 9.", tmp_path, front)
        == []
    )
    (fault,) = faults_of("They add up to 10, then add up to 1; 7 of 9", tmp_path, front)
    assert "page.md:7:16: 10 is typed" in fault


@pytest.mark.parametrize(
    ("lines", "place", "what"),
    [
        (['"7 days": a week'], "4:1", "the literal '7 days' is not on the page"),
        (['"is 42":'], "4:3", "the literal 'is 42' has no reason; write literals:"),
        (["word: why"], "4:3", "a literal is a phrase with a number"),
        (["- 42"], "4:3", "bad literals: write literals:"),
        (["42: [a"], "", "bad front matter: "),
        (['"No number": why'], "4:3", "a literal is a phrase with a number"),
        (["[4, 2]: why"], "4:3", "a literal is a phrase with a number"),
    ],
)
def test_a_bad_literal_is_a_fault_at_its_line(lines, place, what, tmp_path):
    faults = faults_of("No number.\n", tmp_path, literals(*lines))
    assert len(faults) == 1
    assert faults[0].startswith(f"page.md:{place}")
    assert what in faults[0]


@pytest.mark.parametrize("key", ["42", "-0.5", "1.5e+3"])
def test_a_literal_that_yaml_reads_as_a_number_is_told_to_be_quoted(key, tmp_path):
    page = f"I can say {key}.\n"
    told = f'page.md:4:3: a key is text: write "{key}" in quotes'
    assert faults_of(page, tmp_path, literals(f"{key}: why"))[0] == told
    assert faults_of(page, tmp_path, literals(f'"say {key}": why')) == []


def test_so_is_every_other_key_that_is_no_text(tmp_path):
    front = "---\nyes: a\nmore:\n  - ~: b\n    c: {true: d}\n---\n"
    assert faults_of("text\n", tmp_path, front) == [
        f'page.md:{place}: a key is text: write "{key}" in quotes'
        for place, key in (("2:1", "yes"), ("4:5", "~"), ("5:9", "true"))
    ]


def test_a_number_in_front_matter_is_typed_too(tmp_path):
    front = "---\ntitle: At 0.46212\ndescription: After 20 steps, since 1990\n---\n"
    told = "is typed by hand; say it without a number, as none is computed there, or declare it"
    assert faults_of("text", tmp_path, front) == [
        f"page.md:2:8: 0.46212 {told} under literals:",
        f"page.md:3:14: 20 {told} under literals:",
    ]
    declared = front.replace("---\nt", '---\nliterals:\n  "20 steps": why\nt')
    assert len(faults_of("text", tmp_path, declared)) == 1


@given(st.text(alphabet="literals: \n-[]{}\"'4#|>&*!%@`\t?,é", max_size=60))
@settings(max_examples=200)
def test_no_front_matter_makes_the_ledger_fail(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "page.md"
    path.write_text(f"---\n{text}\n---\nbody", "utf-8")
    for fault in typed_numbers.faults("<p>no number</p>", path):
        assert fault.line >= 1
        assert "\n" not in fault.text


# Reading.


PIECES = ["<p>", "</p>", "<b>", "</span>", "4", "<code>", "&", "<", "x ", "<!--", "0.5"]
PIECES += ["<math><msub>", "</math>", '<a title="4">', '<data data-value="x">', "</data>"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
@settings(max_examples=200)
def test_no_html_makes_reading_fail(html):
    read(html)
    read(without_visible_math(html), is_page=True)


@given(st.text(alphabet="0१２𝟑½²₄Ⅳ④.,−-ex_a × 10⁻³)]", max_size=12))
@settings(max_examples=500)
def test_every_digit_is_part_of_a_numeral(text):
    spans = [match.span() for match in NUMERAL.finditer(text)]
    for place, character in enumerate(text):
        if unicodedata.category(character) in ("Nd", "Nl", "No"):
            assert any(start <= place < end for start, end in spans), text[place:]


def test_a_numeral_is_as_long_as_it_is_read():
    numerals = ["1", "2.5", "−3", "-4", "1,000", "1e-5", "2 × 10⁻³", ".5", "½", "²", "³", "7"]
    assert [match[0] for match in NUMERAL.finditer(" | ".join(numerals))] == numerals
    found = [match[0] for match in NUMERAL.finditer("0.5x 3D h_0.4 7. (8) 9–10")]
    assert found == ["0.5", "3", "0.4", "7", "8", "9", "10"]


def test_a_formula_is_read_once_by_its_mathml():
    made = convert(
        "$h + [[= encoder.h_1[0] =]]$ and\n\n$$\n7.5 + [[= encoder.h_1[0] =]]\n$$\n\n8.5"
    )
    short = without_visible_math(made)
    assert len(short) < len(made) / 2
    found = read(short)
    assert [numeral.text for numeral in found.numerals] == ["0.46212", "7.5", "0.46212", "8.5"]
    assert [numeral.reason for numeral in found.numerals] == ["bound", "", "bound", ""]
    assert len(found.bound) == 2
    assert len(read(made).bound) == 4
    assert [numeral.text for numeral in read(made).numerals] == ["0.46212", "7.5", "0.46212", "8.5"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.46", "encoder.h_1[0]"),
        ("0.462117", "encoder.h_1[0]"),
        ("0.462118", ""),
        ("2016", ""),
        ("0.5", "encoder.U[0,0]"),
        ("3", ""),
        ("−0.5", ""),
    ],
)
def test_a_number_is_looked_up_to_as_many_places_as_it_has(text, value):
    assert lookup(text, ["encoder"]) == value


def test_a_value_of_the_pages_own_examples_comes_first():
    assert lookup("0.3", ["greedy"]).startswith("greedy.")
    assert lookup("0.3", ["encoder"]).startswith("encoder.")
    assert lookup("2016", ["teacher_forced"]) == "teacher_forced.seed"
    assert lookup("0.3", []) == ""
    assert lookup("0.29356", []) == ""
    assert lookup("−0.29356", []).startswith(("teacher_forced.", "greedy."))


def test_a_page_of_the_project_declares_what_it_types():
    source = typed_numbers.Source(ROOT / "docs" / "rnn-theory.md")
    assert source.faults == []
    assert all(literal.reason for literal in source.literals)
