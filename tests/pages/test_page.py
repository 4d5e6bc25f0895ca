"""Each place on a page where a value may stand, and each fault with its place in the file."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn_examples.pages.page import SENTINEL
from rnn_examples.report import FaultsError, report
from tests.pages.conversion import collecting, convert, converter, faults_of

H_1 = "0.46212"
DATA = f'<data class="computed" value="0.46211715726" data-value="encoder.h_1[0]">{H_1}</data>'
VALUE = "[[= encoder.h_1[0] =]]"


@pytest.mark.parametrize(
    ("place", "markdown"),
    [
        ("text", f"a {VALUE} b"),
        ("emphasis", f"**{VALUE}**"),
        ("heading", f"## About {VALUE}"),
        ("table", f"| a |\n|---|\n| {VALUE} |"),
        ("link", f"[{VALUE}](#x)"),
        ("code", f"`{VALUE}`"),
        ("fenced code", f"```\n{VALUE}\n```"),
        ("coloured code", f"```python\nprint({VALUE})\n```"),
        ("admonition's title", f'!!! note "{VALUE}"\n    text'),
        ("admonition", f"!!! note\n    {VALUE}"),
        ("details", f'??? note "{VALUE}"\n    text'),
        ("tab", f'=== "{VALUE}"\n    text'),
        ("footnote", f"a[^1]\n\n[^1]: {VALUE}"),
        ("definition", f"{VALUE}\n:   text"),
        ("term", f"text\n:   {VALUE}"),
        ("quotation", f"> {VALUE}"),
        ("list", f"- a\n    - {VALUE}"),
        ("HTML", f"<div>{VALUE}</div>"),
        ("Markdown in HTML", f'<div markdown="1">\n\n{VALUE}\n\n</div>'),
    ],
)
def test_a_number_can_stand_in(place, markdown):
    made = convert(markdown)
    assert made.count(DATA) == 1
    assert SENTINEL not in made


def test_an_entry_of_a_mask_is_a_number():
    made = convert("[[= batch.m_1[1] =]] and [[= batch.m_2[1] =]]")
    for value, path in ((1, "m_1[1]"), (0, "m_2[1]")):
        assert f' value="{value}" data-value="batch.{path}">{value}</data>' in made


@pytest.mark.parametrize(
    ("place", "markdown", "attribute"),
    [
        ("alternative text", f"![{VALUE}](x.png)", f'alt="{H_1}"'),
        ("title", f'[a](#x "{VALUE}")', f'title="{H_1}"'),
        ("HTML attribute", f'<p title="a > {VALUE}">b</p>', f'title="a > {H_1}"'),
        ("abbreviation", f"ABC\n\n*[ABC]: {VALUE}", f'title="{H_1}"'),
    ],
)
def test_an_attribute_has_the_number_as_text(place, markdown, attribute):
    made = convert(markdown)
    assert attribute in made
    assert "<data" not in made


def test_headings_have_their_numbers_in_the_table_of_contents():
    md = converter()
    md.convert(f"# At {VALUE} and $h_1 + {VALUE}$")
    (entry,) = md.toc_tokens
    assert entry["name"] == f"At {H_1} and h1+{H_1}"
    assert entry["id"] == "at-046212-and-h1046212"


@pytest.mark.parametrize(
    "markdown",
    [r"a \[[= x | table =]] b", r"`\[[= x | table =]]`", "```\n\\[[= x | table =]]\n```"],
)
def test_an_escaped_token_says_itself(markdown):
    made = convert(markdown)
    assert "[[= x | table =]]" in made
    assert "\\" not in made


def test_an_escaped_token_does_not_part_a_tables_cells():
    made = convert("| a | b |\n|---|---|\n| \\[[= x | table =]] | c |")
    assert "<td>[[= x | table =]]</td>\n<td>c</td>" in made


def test_an_escaped_opening_needs_no_end():
    assert convert(r"`\[[=` begins a token") == "<p><code>[[=</code> begins a token</p>"


def test_a_line_break_in_a_formula_escapes_nothing():
    made = convert(rf"$$ 1 \\{VALUE} $$")
    assert made.count(f'data-value="encoder.h_1[0]">{H_1}<') == 2


def test_a_value_in_code_or_in_dollars_that_are_no_formula_is_left_alone():
    assert convert("`$x$` costs $5 and $6") == "<p><code>$x$</code> costs $5 and $6</p>"


def test_a_table_stands_in_the_frame_that_the_theme_would_put_it_in():
    made = convert("a\n\n| b |\n| --- |\n| c |\n\nd")
    outer, inner = '<div class="md-typeset__scrollwrap">', '<div class="md-typeset__table">'
    assert f'{outer}{inner}<table class="plain">' in re.sub(r"\n", "", made)
    assert re.search(r"</table>\s*</div>\s*</div>\s*<p>d</p>", made)


def test_blocks_make_a_paragraph_of_their_own():
    assert '<div class="derivation" data-of="encoder.h_1"><div class="math"' in convert(
        "[[= encoder.h_1 | derivation =]]"
    )
    made = convert("[[= encoder | table =]]")
    assert made.startswith('<div class="table-scroll" tabindex="0"><table class="plain">')
    assert '<a href="source/models/rnn/#L-' in convert(
        "[[= rnn_examples.models.rnn.encode | code =]]"
    )


def test_a_number_has_its_name_in_both_branches_of_a_formula():
    made = convert(f"$h < {VALUE}$")
    mathml, visible = re.fullmatch(r".*?(<math.*</math>)(.*)", made, re.S).groups()
    assert f'<mn data-value="encoder.h_1[0]">{H_1}</mn>' in mathml
    assert f'<span class="mord computed" data-value="encoder.h_1[0]">{H_1}</span>' in visible
    assert "<annotation" not in made


def test_a_fault_in_a_formula_is_shown_behind_it():
    with collecting():
        made = converter().convert("Here $h_1 = [[= encoder.h1 =]]$ is wrong.")
    assert re.search(r'<mark class="fault">[^<]*no value named', made)


def test_the_same_formula_twice_has_its_own_numbers_each_time():
    made = convert("$a + [[= encoder.h_1[0] =]]$ and $a + [[= encoder.h_1[1] =]]$")
    assert re.findall(r'<mn data-value="encoder\.h_1\[(\d)\]">([^<]*)', made) == [
        ("0", "0.46212"),
        ("1", "0.60437"),
    ]


# Faults.

FAULTS = [
    ("unknown value", "a [[= encoder.h_9 =]]", 1, 3, "no value named 'encoder.h_9'; did you mean"),
    ("unknown example", "[[= nobody =]]", 1, 1, "no example named 'nobody'; there are "),
    (
        "near example",
        "[[= encodr.h_1 =]]",
        1,
        1,
        "no example named 'encodr'; did you mean 'encoder'?",
    ),
    ("index", "é [[= encoder.h_1[2] =]]", 1, 3, "encoder.h_1 is 2: [2] is outside; places count"),
    ("too many", "[[= encoder.h_1[0,0] =]]", 1, 1, "encoder.h_1 is 2: [0,0] is one index too many"),
    ("index of a view", "[[= encoder.W[0] | derivation =]]", 1, 1, "a derivation shows the whole"),
    ("no index", "[[= encoder.h_1[t] =]]", 1, 1, "bad index [t]: places are whole numbers"),
    ("format", "[[= encoder.h_1 | .q =]]", 1, 1, "bad format '.q': a format is .3f"),
    ("whole", "[[= encoder.h_1 | d =]]", 1, 1, "bad format 'd': 0.46"),
    ("view", "[[= encoder.h_1 | x =]]", 1, 1, "unknown view 'x': the views are equation, "),
    (
        "not its view",
        "[[= encoder.h_1 | table =]]",
        1,
        1,
        "encoder.h_1 is a value: a table shows a",
    ),
    ("no word", "[[= encoder.h_1 | word =]]", 1, 1, "encoder.h_1 is no token: its example gives"),
    (
        "whole example",
        "[[= encoder =]]",
        1,
        1,
        "'encoder' is an example: show it with a view (network, diagram",
    ),
    ("field", "[[= encoder | table | zz =]]", 1, 1, "no column 'zz'; the columns are "),
    (
        "curve",
        "[[= encoder | plot | zz_t =]]",
        1,
        1,
        "no step has a field 'zz_t'; the fie",
    ),
    (
        "head in code",
        "[[= two_traces | table | y_own_t apart_t =]]",
        1,
        1,
        'apart_t is no symbol: say what it is, apart_t "in words"',
    ),
    (
        "curve in code",
        "[[= training | plot | loss | against step =]]",
        1,
        1,
        'loss is no symbol: say what it is, loss "in words"',
    ),
    (
        "curve of what",
        "[[= encoder | plot =]]",
        1,
        1,
        "say what to show, as in plot | h_t: ",
    ),
    ("curve of one", "[[= encoder.h_1 | plot =]]", 1, 1, "encoder.h_1 is a value: a plot shows a"),
    ("curve of a token", "[[= greedy | plot | y_t =]]", 1, 1, "y_t is a token: its number has no"),
    (
        "no steps",
        "[[= preference | plot | V =]]",
        1,
        1,
        "preference has no time steps: name",
    ),
    (
        "against",
        "[[= encoder | plot | b | against x =]]",
        1,
        1,
        "x is 2 × 1: a curve is of one",
    ),
    ("one row", "[[= encoder.W[0] | heat =]]", 1, 1, "a heat shows the whole value"),
    ("heat", "[[= encoder | heat =]]", 1, 1, "say what to show, as in heat | h_t: the fields are"),
    ("plot in text", "a [[= encoder | plot | h_t =]]", 1, 3, "needs a paragraph of its own"),
    ("block in text", "a [[= encoder | table =]]", 1, 3, "needs a paragraph of its own"),
    ("block in math", "$[[= encoder | table =]]$", 1, 2, "does not fit in a formula"),
    ("block in alt", "![[[= encoder | table =]]](x)", 1, 3, "does not fit in an attribute"),
    ("open", "a [[= encoder.h_1", 1, 3, "[[= without =]] on the same line"),
    ("open, then another", "[[= a [[= encoder.h_1 =]]", 1, 1, "[[= without =]] on the same line"),
    (
        "code",
        "[[= rnn_examples.trace.x | code =]]",
        1,
        1,
        "no rnn_examples.trace.x in the package: ",
    ),
    ("inline formula", r"a $\frac{1}{2$", 1, 14, "bad LaTeX: "),
    ("formula", "$$\na\n+ \\oops\n$$", 3, 3, "bad LaTeX: Undefined control sequence: \\oops"),
    ("after a value", rf"${VALUE} + \oops$", 1, 27, "bad LaTeX: Undefined control sequence"),
    ("formula in list", "- a\n\n    $$\n    a \\oops\n    $$", 4, 7, "bad LaTeX: Undefined"),
    ("environment", "\\begin{align}\n  a &= \\oops\n\\end{align}", 2, 8, "bad LaTeX: Undefined"),
    ("snippet", '--8<-- "none.md"', 1, 9, "no file 'none.md' to take a snippet from"),
    ("section", '--8<-- "Makefile:no"', 1, 9, "Makefile has no section 'no'; it has no sections"),
    ("lines", '--8<-- "Makefile:1:3"', 1, 9, "lines 1:3 of Makefile shift unseen; name a section"),
    ("snippets", "--8<--\nnone.md\n--8<--", 2, 1, "no file 'none.md' to take a snippet from"),
]


@pytest.mark.parametrize(
    ("markdown", "line", "column", "text"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_a_fault_is_one_line_with_its_place(markdown, line, column, text, tmp_path):
    (fault,) = faults_of(markdown, tmp_path)
    assert fault.startswith(f"page.md:{line}:{column}: ")
    assert text in fault
    assert "\n" not in fault


def test_places_count_from_the_top_of_the_file(tmp_path):
    faults = faults_of("\n\na\n\n[[= x =]]\n", tmp_path, "---\ntitle: T\n---\n")
    assert [fault.partition(": ")[0] for fault in faults] == ["page.md:8:1"]


def test_a_token_in_front_matter_is_a_fault(tmp_path):
    (fault,) = faults_of("text", tmp_path, '---\ntitle: "T [[= encoder.h_1 =]]"\n---\n')
    assert fault == "page.md:2:11: a title cannot be computed: front matter is read as it stands"


def test_the_same_bad_formula_twice_is_two_faults(tmp_path):
    text = "`$\\oops$` $\\oops$\n\n- $\\oops$\n"
    assert [fault.split(": ")[0] for fault in faults_of(text, tmp_path)] == [
        "page.md:1:12",
        "page.md:3:4",
    ]


@pytest.mark.parametrize("indent", ["", "    "])
def test_a_bad_diagram_is_found_at_its_line(indent, tmp_path):
    diagram = f'```mermaid\nflowchart LR\n  %% one\n  a --> b["{VALUE}"]\n  a -> -> b\n```'
    text = "!!! note\n\n" if indent else ""
    text += "".join(f"{indent}{line}\n" for line in diagram.split("\n"))
    (fault,) = faults_of(text, tmp_path)
    assert fault.startswith(f"page.md:{7 if indent else 5}:{3 + len(indent)}: bad mermaid: ")


def test_all_faults_of_a_page_are_reported_at_once(tmp_path):
    text = "\n\n".join(fault[1] for fault in FAULTS if fault[0] != "snippets")
    assert len(faults_of(text, tmp_path)) == len(FAULTS) - 1


def test_a_preview_shows_the_fault(tmp_path):
    with collecting():
        made = converter().convert("a [[= encoder.h_9 =]]")
    assert '<mark class="fault">' in made
    assert "no value named" in html.unescape(made)


def test_where_nobody_asks_for_a_report_a_fault_is_raised():
    with pytest.raises(FaultsError, match="no value named 'encoder\\.h_9'"):
        convert("[[= encoder.h_9 =]]")


def test_an_exception_is_a_fault_and_loses_no_other(monkeypatch, tmp_path):
    def fail(*arguments: object, **options: object) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr("rnn_examples.typesetting.formulas.typeset", fail)
    faults = faults_of("$a$ and [[= encoder.h_9 =]]", tmp_path)
    assert any("no value named 'encoder.h_9'" in fault for fault in faults)
    assert any("RuntimeError: on purpose" in fault for fault in faults)


def test_a_snippet_of_markdown_may_hold_values_and_one_of_code_speaks_of_them(
    monkeypatch, tmp_path
):
    monkeypatch.setattr("rnn_examples.authoring.snippets.ROOT", tmp_path)
    monkeypatch.setattr("rnn_examples.paths.ROOT", tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text(f"{VALUE} and [[= encoder.h_9 =]]\n", "utf-8")
    (tmp_path / "b.py").write_text('"""Says [[= x =]]."""\n', "utf-8")
    path = tmp_path / "page.md"
    text = '--8<-- "a.md"\n\n```\n--8<-- "b.py"\n```\n'
    path.write_text(text, "utf-8")
    with collecting():
        made = converter(path).convert(text)
    assert DATA in made
    assert "Says [[= x =]]." in html.unescape(made)
    (fault,) = report.faults()
    assert str(fault).startswith("a.md:1:28: no value named")


PIECES = st.sampled_from(
    [
        VALUE,
        "[[= encoder.h_9 =]]",
        "[[=",
        "=]]",
        "\\",
        "$",
        "$$",
        "`",
        "```\n",
        "| a |",
        "\n",
        "\n\n",
        "    ",
        "# ",
        "<b>",
        '<p title="',
        '">',
        "](x)",
        "![",
        "*",
        "[^1]",
        "[^1]: ",
        "word ",
        "9007199254000000",
    ]
)


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_no_page_leaves_a_raw_token_or_a_sentinel(text):
    with collecting():
        made = converter().convert(text)
    escapes = len(re.findall(r"(?<!\\)(?:\\\\)*\\\[\[=", text))
    text_of_page = html.unescape(re.sub(r"<mark.*?</mark>", "", made))  # a fault quotes its token
    assert text_of_page.count("[[=") <= escapes
    assert SENTINEL not in text_of_page


@pytest.mark.parametrize(
    ("formula", "sign", "paths"),
    [
        (r"h_1 \approx [[= encoder.h_1 =]]", "≈", "h_1[0] h_1[1]"),
        ("x_1 = [[= encoder.x_1 =]]", "=", "x_1[0]"),
        (r"h_{1,0} \approx [[= encoder.h_1[0] =]]", "≈", "h_1[0]"),
        (r"[[= encoder.h_1[0] =]] + 1 \approx [[= encoder.h_1[0] =]] + 1", "≈", "h_1[0]"),
    ],
)
def test_the_sign_before_a_value_follows_the_numbers(formula, sign, paths):
    made = convert(f"${formula}$")
    assert f'data-relation="encoder" data-exact="{paths}">{sign}<' in made


def test_a_wrong_symbol_is_a_fault_where_it_stands(tmp_path):
    (found,) = faults_of("One\n\nline and $h_2 \\approx [[= encoder.h_1 =]]$ here.", tmp_path)
    assert ":3:23: the symbol of [[= encoder.h_1 =]] is h_{1}" in found
