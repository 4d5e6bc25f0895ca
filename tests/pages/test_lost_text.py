"""What Markdown would lose: formulas work in every place; what is lost or left raw is a fault."""

import re
from types import SimpleNamespace

import pytest
from mkdocs.structure.files import File, Files

from rnn_examples.authoring import texts, unreadable
from rnn_examples.diagnostics import not_utf8
from rnn_examples.generators.navigation import no_pages
from rnn_examples.pages.markdown import slug
from tests.pages.conversion import convert, converter, faults_of

# Formulas.


@pytest.mark.parametrize(
    ("place", "markdown", "made"),
    [
        ("after text", "a\n$$\nx\n$$\n", "<p>a\n</p>\n{}"),
        ("before text", "$$x$$ b", "{}\n<p> b</p>"),
        ("two in a line", "a $$x$$ b $$x$$ c", "<p>a </p>\n{}\n<p> b </p>\n{}\n<p> c</p>"),
        ("list of two spaces", "- a\n  $$\n  x\n  $$\n", "<ul>\n<li>a\n  {}\n</li>\n</ul>"),
        ("quotation", "> $$\n> x\n> $$", "<blockquote>\n{}\n</blockquote>"),
        (
            "in it, after text",
            "> a\n> $$\n> x\n> $$",
            "<blockquote>\n<p>a\n</p>\n{}\n</blockquote>",
        ),
        (
            "definition",
            "a\n:   b\n    $$\n    x\n    $$",
            "<dl>\n<dt>a</dt>\n<dd>b\n{}\n</dd>\n</dl>",
        ),
        ("square", r"a \[x\] b", "<p>a </p>\n{}\n<p> b</p>"),
        ("square after text", "a\n\\[\nx\n\\]", "<p>a\n</p>\n{}"),
        ("emphasis beside", "*a* $$x$$", "<p><em>a</em> </p>\n{}"),
    ],
)
def test_a_displayed_formula_can_stand(place, markdown, made):
    html = re.sub(r'<div class="math".*?<!--math--></div>', "{}", convert(markdown), flags=re.S)
    assert html == made


@pytest.mark.parametrize(
    ("place", "markdown"),
    [
        ("box", "!!! note\n    a\n    $$\n    x\n    $$\n"),
        ("details", "??? note\n    a\n    $$\n    x\n    $$\n"),
        ("tab", '=== "T"\n    a\n    $$\n    x\n    $$\n'),
        ("footnote", "a[^1]\n\n[^1]: b\n    $$\n    x\n    $$\n"),
    ],
)
def test_a_displayed_formula_can_stand_in_a(place, markdown, tmp_path):
    assert faults_of(markdown, tmp_path) == []
    assert convert(markdown).count('<div class="math"') == 1


def test_round_brackets_make_a_formula_in_a_line():
    assert convert(r"a \(x\) b").startswith('<p>a <span class="math">')


@pytest.mark.parametrize("formula", ["$|x|$", r"$\|x\|$", "$p(a|b)$", "$$|x|$$", r"\(x\)"])
def test_a_formula_with_a_bar_is_one_cell_of_a_table(formula, tmp_path):
    table = f"| a | b |\n|---|---|\n| {formula} | [[= encoder.h_1[0] =]] |\n| $5 | $6 |"
    assert [fault for fault in faults_of(table, tmp_path) if "typed" not in fault] == []
    made = convert(table)
    assert made.count("<td>") == 4
    assert len(re.findall('class="math"', made)) == 1
    assert "0.46212</data></td>" in made


def test_bars_in_code_stay_as_they_are():
    made = convert("| a | b |\n|---|---|\n| `x|$y|z$` | c |\n\n```\n| $|x|$ |\n```\n")
    assert "<code>x|$y|z$</code>" in made
    assert "| $|x|$ |" in made


def test_a_bad_formula_with_a_bar_is_found_at_its_place(tmp_path):
    (fault,) = faults_of("| a | b |\n|---|---|\n| b | $|x| + \\oops$ |", tmp_path)
    assert fault.startswith("page.md:3:14: bad LaTeX: Undefined control sequence")


# What is lost.

LOST = [
    ("a cell", "| a | b |\n|---|---|\n| x | y | zebra |", 3, 11, "'zebra' is not on the page"),
    ("a token", "| a |\n|---|\n| x | [[= encoder.h_1 =]] |", 3, 7, "'[[= encoder.h_1 =]]' is not"),
    ("an abbreviation", "a\n\n*[ABC]: never used", 3, 9, "'never used' is not on the page"),
    ("a link's address", "a\n\n[b]: https://c.org", 3, 6, "'https c org' is not on the page"),
    ("a tag", "a <bos> b", 1, 3, "<bos> is read as a tag, and not shown"),
    ("a tag in a list", "- a\n- b <eos>", 2, 5, "<eos> is read as a tag, and not shown"),
    ("an open tag", "a <b> c", 1, 3, "<b is read as a tag that is left open"),
    ("a comparison", "if x<i and y>z", 1, 5, "<i is read as a tag that is left open"),
    ("a box", "!!! note\n  text", 2, 3, "what stands in a box or a list is indented by four"),
    ("details", '??? note "T"\n\n   text', 3, 4, "what stands in a box or a list is indented"),
    ("a tab", '=== "A"\n  text', 2, 3, "what stands in a box or a list is indented by four"),
    ("a list in a list", "- a\n  - b", 2, 3, "what stands in a box or a list is indented"),
    ("dollars", "$$\na\n\nb\n$$", 1, 1, "'$$' is shown as it is written: a formula is"),
    ("spaces", r"a $ \alpha $", 1, 3, r"'$ \\alpha $' is shown as it is written"),
    ("a command", r"a \frac b", 1, 3, r"'\\frac' is shown as it is written"),
    ("brackets", "a\n\n\\begin{align}x", 3, 1, r"'\\begin' is shown as it is written"),
    ("a fence", "a\n\n```python\nb = c", 3, 1, "'```' is shown as it is written"),
    ("a box's mark", "a\n\n!!!  note", 3, 1, "'!!!' is shown as it is written: a box"),
    ("GitHub's box", "> [!NOTE]\n> a", 1, 3, "'[!NOTE]' is shown as it is written: a box"),
    ("a footnote", "a[^b]", 1, 2, "'[^b]' is shown as it is written: a footnote"),
    ("a link", "a [b][c]", 1, 3, "'[b][c]' is shown as it is written: a link"),
    ("attributes", "a {: .b}", 1, 3, "'{: .b}' is shown as it is written"),
    ("a snippet", "--8<-- mkdocs.yml", 1, 1, "'--8<--' is shown as it is written: a snippet"),
    ("a table", "text\n| a | b |\n|---|---|\n| c | d |", 3, 1, "'|---|---|' is shown as it is"),
    ("a power", "x**y", 1, 2, "'**' is shown as it is written: bold"),
    ("a comment", "a\n\n<!-- b", 3, 1, "'<!--' is shown as it is written: a comment"),
    ("HTML", "<div>$$x$$</div>", 1, 6, "'$$' is shown as it is written"),
]


@pytest.mark.parametrize(
    ("text", "line", "column", "what"), [lost[1:] for lost in LOST], ids=[lost[0] for lost in LOST]
)
def test_what_a_reader_would_not_see_is_a_fault_at_its_place(text, line, column, what, tmp_path):
    found = [fault for fault in faults_of(text, tmp_path) if "is typed by hand" not in fault]
    assert any(fault.startswith(f"page.md:{line}:{column}: {what}") for fault in found), found


@pytest.mark.parametrize(
    "text",
    [
        r"\$\$, \[^b], \{: .a}, \*\*b, \`\`\` are meant",
        "`$$`, `\\frac`, `[^b]`, `{: .b}`, `x**y`, `<bos>`, `[a][b]` are code",
        "```\n$$ \\frac [^b] <bos> !!! note\n```",
        "a &nbsp; b &lt;bos> &amp; c, a < b > c",
        "h_prev_x, *a* **b**old, a*b",
        '[a](https://c.org/d_e?f=g "A title") <https://c.org> <me@c.org>',
        "[a][b], [b] and [c][]\n\n[b]: https://b.org 'T'\n[c]: other.md#d",
        "[a](other.md#b) and [c](../index.md)",
        "# T { #own .cls }\n\n*a*{ .b }\n",
        "ABC\n\n*[ABC]: a b c",
        "a[^b] c[^d]\n\n[^b]: e\n\n[^d]: f",
        '``` python title="a b" linenums="1" hl_lines="2 3"\nx = "\\nfoo"\nf"a\\tb {y!r}"\n```',
        "`#!python foo()` and `:::python foo`",
        '=== "A"\n\n    b\n\n=== "C"\n\n    d\n\n??? note "E"\n\n    f\n\n!!! tip\n    g\n',
        "- a\n    - b\n        1. c\n\n1. d\n\n    e\n",
        '<div markdown="1">\n\na **b**\n\n</div>',
        "<details markdown><summary>c</summary>\nd\n</details>",
        "a <kbd>b</kbd><br>c <!-- a comment --> <img src='x.png' alt='d'>",
        "| `a|b` | c \\| d |\n|:--|--:|\n| e | f |\n| g |\n",
        "a\n:   b\n\nc d\n:   e\n",
        "a\n\n---\n\nb\n***\n",
        '```mermaid\nflowchart LR\n  a["b c"] -->|d| e\n```',
        "पानी पियो [[= encoder.h_1 =]]",
    ],
)
def test_what_is_seen_or_meant_is_no_fault(text, tmp_path):
    assert faults_of(text, tmp_path) == []


def test_footnotes_are_counted_by_rule_and_no_number_hides_in_one(tmp_path):
    assert faults_of("a[^1] b[^two] c[^1]\n\n[^1]: d\n\n[^two]: e", tmp_path) == []
    for typed in ("[46](#fn:1){ .footnote-ref }", '<a class="footnote-ref" href="#fn:1">46</a>'):
        found = faults_of(f"{typed} b[^1]\n\n[^1]: d", tmp_path)
        assert any("class footnote-ref hides numbers" in fault for fault in found), typed


# Front matter.


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("weight: 0.3\n\ntext", "1:1", "weight: would be read as a setting, and not shown"),
        ("Foo: Bar\n===\n\ntext", "1:1", "Foo: would be read as a setting, and not shown"),
        ("https://a.org is b\n", "1:1", "https: would be read as a setting, and not shown"),
        ("---\ntitle: Update #2\n---\n\na", "2:8", "'#2' is read as a comment, and not shown"),
        ("---\ntitle: #2\n---\n\na", "2:7", "'#2' is read as a comment, and not shown"),
        ("---\ntags:\n  - a #1\n---\n\na", "3:5", "'#1' is read as a comment, and not shown"),
        ("---\ntitle: a\n\nb", "1:1", "it has no end; settings stand between two lines of ---"),
        ("---\ntitle: a\n---", "1:1", "it has no end; settings stand between two lines of ---"),
        ("---\n\na\n", "1:1", "it has no end; settings stand between two lines of ---"),
        ("---\na\n---\n\nb", "1:1", "it sets nothing; settings stand between two lines of ---"),
        ("---\n# a\n---\n\nb", "1:1", "it sets nothing; settings stand between two lines of ---"),
        ("---\ntitle: [a\n---\n\nb", "3:1", "expected ',' or ']'"),
        ("---\ntitle: a: b\n---\n\nc", "2:9", "mapping values are not allowed here"),
        ("---\n\ttitle: a\n---\n\nb", "2:1", "found character '\\t' that cannot start any token"),
        ("---\ntitle: a\ntitle: b\n---\n\nc", "3:1", "'title' is set twice: leave one"),
    ],
)
def test_front_matter_that_is_not_read_is_a_fault(text, place, what, tmp_path):
    path = tmp_path / "page.md"
    path.write_text(text, "utf-8")
    (fault,) = unreadable.faults([path])
    assert str(fault).startswith(f"{path}:{place}: bad front matter: {what}")


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: 'a #2' # a comment\n# another\ndescription: >-\n  b # c\n---\n\nd",
        "\ufeff---\r\ntitle: a\r\n---\r\n\r\nb",
        "---\ntitle: a\n...\nb",
        "\nweight: a\n",
        "***\n\na",
        "a: b is no setting where it is `code`".replace("a:", "An a:"),
    ],
)
def test_front_matter_that_is_read_is_none(text, tmp_path):
    path = tmp_path / "page.md"
    path.write_text(text, "utf-8", newline="")
    assert list(unreadable.faults([path])) == []


# Bytes.


@pytest.mark.parametrize(
    ("data", "line", "column", "what"),
    [
        ("é\nCafé".encode() + b"\xe9", 2, 5, "the byte 0xe9 is no text: save the file as UTF-8"),
        (b"a\n\0b", 2, 1, "the byte 0x00 is no text"),
        ("a".encode("utf-16"), 1, 1, "this is UTF-16: save the file as UTF-8"),
    ],
)
def test_what_is_no_utf_8_is_a_fault_at_its_byte(data, line, column, what, tmp_path):
    (fault,) = not_utf8(data, "a.md")
    assert (fault.line, fault.column, fault.text[: len(what)]) == (line, column, what)
    (tmp_path / "a.md").write_bytes(data)
    assert list(unreadable.faults([tmp_path / "a.md"])) != []
    assert texts.read(tmp_path / "a.md")


def test_utf_8_with_its_mark_is_text():
    assert list(not_utf8("\ufeffपानी\r\n".encode(), "a.md")) == []


# Headings.


def test_a_heading_in_any_script_has_an_id_of_its_own():
    md = converter()
    md.convert("## पानी\n\n## पान\n\n## Café, h₁ and x̂\n\n## “Why?” — it’s 3.5\n")
    ids = [heading["id"] for heading in md.toc_tokens]
    assert ids == ["पानी", "पान", "cafe-h1-and-x", "why-its-35"]


def test_an_id_is_the_same_however_its_letters_are_composed():
    assert slug("क़", "-") == slug("क\u093c", "-")


# Files that make no page.


@pytest.mark.parametrize(
    ("name", "nav", "what"),
    [
        ("a.ipynb", None, "`jupytext --to py:percent a.ipynb` makes one of it"),
        ("a.MD", None, "rename it"),
        ("a.markdown", None, "rename it"),
        ("a.rst", None, "rename it"),
        ("a.txt", [{"A": "a.txt"}], "no page is made of a.txt"),
        ("b/a.html", [{"B": [{"A": "b/a.html"}]}], "no page is made of b/a.html"),
        ("a.txt", None, None),
        ("a.md", ["a.md"], None),
    ],
)
def test_a_file_that_makes_no_page_is_a_fault(name, nav, what, tmp_path):
    config = tmp_path / "mkdocs.yml"
    config.write_text(f"nav:\n  - A: {name}\n", "utf-8")
    file = File(name, str(tmp_path), str(tmp_path / "site"), use_directory_urls=True)
    settings = SimpleNamespace(nav=nav, config_file_path=str(config))
    found = list(no_pages(Files([file]), settings))
    assert [what in fault.text for fault in found] == ([True] if what else [])
    if nav and what:
        assert (found[0].file, found[0].line, found[0].column) == (str(config), 2, 8)
