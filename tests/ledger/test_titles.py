"""The titles in mkdocs.yml and in front matter: checked, and written so that they read as text."""

from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils.meta import get_data

from rnn_examples.ledger import titles
from tests.conftest import ROOT
from tests.pages.conversion import convert, faults_of

TEXTS = [
    "no", "No", "yes", "on", "off", "null", "Null", "~", "true", "y", "=", "?", "-", "- a",
    "a: b", "a:", "#x", "a #b", "C#", "'a'", '"a"', "a'b\"c", "[a](b)", "{a}", "{: .a #b }", "*a*",
    "_a_", "`a`", "$a$", "\\", "\\(a\\)", "&a", "Q & A", "!a", "%a", "@a", "|", ">", "a\\nb", "…",
    "The year 2026", "2026", "h_1", "पानी पियो", "क्‍ष", "🧮", "👩‍🏫 a", "\U0001fae9",
    "é", "Ünder", "a" * 100,
]  # fmt: skip
"""What YAML or Markdown reads as something else, if it is not written with care."""


def test_a_number_in_the_name_or_the_navigation_is_typed(tmp_path):
    config = tmp_path / "mkdocs.yml"
    config.write_text(
        "site_name: At 0.4\nsite_description: >-\n  After 20 steps\nport: 8000\n"
        "nav:\n  - At 0.5: a0.6.md\n  - b.md\n"
        "  - 3 parts:\n      - At ½: c.md\n      - '1990': d.md\n",
        "utf-8",
    )
    assert [(fault.line, fault.column, fault.text[:5]) for fault in titles.faults(str(config))] == [
        (1, 12, "0.4 i"),
        (2, 19, "20 is"),
        (6, 5, "0.5 i"),
        (8, 5, "3 is "),
        (9, 9, "½ is "),
    ]
    assert list(titles.faults(str(ROOT / "mkdocs.yml"))) == []


def test_a_title_in_the_navigation_that_is_no_text_to_yaml_is_to_be_quoted(tmp_path):
    config = tmp_path / "mkdocs.yml"
    config.write_text(
        "nav:\n  - No: a.md\n  - 'No': a.md\n  - More:\n      - ~: b.md\n      - 1990: c.md\n"
        "      - NULL: d.md\n  - On:\n      - .inf: e.md\n      - On us: e.md\n  - off.md\n",
        "utf-8",
    )
    assert [(fault.line, fault.column, fault.text) for fault in titles.faults(str(config))] == [
        (2, 5, "YAML reads No as true or false, not as text: write 'No'"),
        (5, 9, "YAML reads ~ as nothing, not as text: write '~'"),
        (6, 9, "YAML reads 1990 as a number, not as text: write '1990'"),
        (7, 9, "YAML reads NULL as nothing, not as text: write 'NULL'"),
        (8, 5, "YAML reads On as true or false, not as text: write 'On'"),
        (9, 9, "YAML reads .inf as a number, not as text: write '.inf'"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title: No", "2:8: YAML reads No as true or false, not as text: write 'No'"),
        ("hide: [toc]\ntitle:  null", "3:9: YAML reads null as nothing, not as text: write 'null'"),
        ("title: 1990", "2:8: YAML reads 1990 as a number, not as text: write '1990'"),
        ("title: 2026-11-26", "2:8: YAML reads 2026-11-26 as a date, not as text: "),
        ("title: 007", "2:8: YAML reads 007 as a number, not as text: write '007'"),
        ("title: 1.e+3", "2:8: YAML reads 1.e+3 as a number, not as text: write '1.e+3'"),
        ("description: yes", "2:14: YAML reads yes as true or false, not as text: write 'yes'"),
        ("title:", "YAML reads nothing here, where a text belongs"),
        ("title: [a]", "2:8: YAML reads a list here, where a text belongs: write it in quotes"),
        ("title: {a: b}", "2:8: YAML reads a mapping here, where a text belongs"),
    ],
)
def test_a_title_in_front_matter_that_is_no_text_to_yaml_is_to_be_quoted(text, told, tmp_path):
    found = [fault for fault in faults_of(f"---\n{text}\n---\n\na\n", tmp_path) if "YAML" in fault]
    assert len(found) == 1
    assert told in found[0]


@pytest.mark.parametrize("text", ["title: 'No'", 'title: "1990"', "title: No, yes", "search: no"])
def test_a_text_in_front_matter_is_left_alone(text, tmp_path):
    assert faults_of("\na\n", tmp_path, f"---\n{text}\n---\n") == []


# Writing.


def shown(title):
    """What a reader sees of a heading."""
    html = convert(f"# {titles.as_markdown(title)}\n\na\n")
    return BeautifulSoup(html.replace("&para;", ""), "html.parser").h1.get_text()


def is_accepted(title):
    try:
        titles.demand_plain(title)
    except ValueError:
        return False
    return title == " ".join(title.split()) != ""


def is_read_as_written(title, folder):
    """Whether navigation, front matter and heading give the title as it was typed."""
    config = folder / "mkdocs.yml"
    config.write_text("nav:\n  - a.md\n", "utf-8")
    changed = titles.with_page(config, title, "b.md")
    front = f"---\n{titles.as_yaml({'title': title})}\n---\n\n# a\n"
    return (yaml.safe_load(changed)["nav"], get_data(front)[1], shown(title)) == (
        ["a.md", {title: "b.md"}],
        {"title": title},
        title,
    )


@pytest.mark.parametrize("title", TEXTS)
def test_a_title_is_read_as_it_is_written(title, tmp_path):
    assert is_accepted(title)
    assert is_read_as_written(title, tmp_path)


def test_so_is_whatever_title_is_accepted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("titles")
    signs = st.sampled_from("\\`*_{}[]()#+-.!$>|~^=:&;'\"@%?, aé\u200d")

    @given(st.text(signs | st.characters(exclude_categories=["Cs"]), max_size=20))
    def check(title):
        title = " ".join(title.split())
        if is_accepted(title):
            assert is_read_as_written(title, folder), title

    check()


@pytest.mark.parametrize(
    ("title", "why"),
    [
        ("1.5", "1.5 is typed by hand"),
        ("2026 steps", "2026 is typed by hand"),
        ("Update #2", "2 is typed by hand"),
        ("[[= a =]]", "begins a value"),
        ("<b>", "as HTML"),
        ("&copy; x", "as HTML"),
        ("a\x01b", r"contains U\+0001"),
        ("a\ud800b", r"contains U\+D800"),
        ("a" * 101, "longer than 100"),
    ],
)
def test_a_title_that_would_be_shown_as_something_else_is_refused(title, why):
    with pytest.raises(ValueError, match=f"cannot be a page's title: .*{why}.*--title"):
        titles.demand_plain(title)


NEW = "  - 'No': x-y.md\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("nav:\n  - A: a.md\n", "  - B:\n      - C: c.md\n"),
        ("nav:\n  - A: a.md # first\n\n  # then\n  - b.md\n", "  - B:\n      - C: c.md\n# end\n"),
        ("nav: # all\n", "  - B:\n      - C: c.md\n\nplugins: []\n"),
        ("a: 1\n'nav':\n  - A: a.md\n", "b:\n  - A: a.md\n"),
        ("nav:\n  - \"A: '\": 'a.md'\n", "  - GitHub: https://github.com\n"),
        ("a: !ENV [A, '']\nnav:\n  - a.md\n", "b: !!python/name:nowhere.at_all\n"),
        ("\ufeffnav:\n  - पानी 🧮: a.md\n", "a: 1\n"),
        ("a: 'x\u2028 y'\nnav:\n  - A: a.md\n", "b: 1\n"),
    ],
)
def test_the_page_comes_after_the_last_one_that_stands_by_itself(before, after, tmp_path):
    config = tmp_path / "mkdocs.yml"
    config.write_bytes((before + after).encode())
    assert titles.with_page(config, "No", "x-y.md") == before + NEW + after


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("nav:\r\n  - A: a.md\r\nb: 1\r\n", "nav:\r\n  - A: a.md\r\n  - T: x.md\r\nb: 1\r\n"),
        ("nav:\n- A: a.md\nb: 1\n", "nav:\n- A: a.md\n- T: x.md\nb: 1\n"),
        ("nav:\n      - a.md\nb: 1\n", "nav:\n      - a.md\n      - T: x.md\nb: 1\n"),
        ("b: 1\nnav:\n  - a.md", "b: 1\nnav:\n  - a.md\n  - T: x.md\n"),
        ("plugins: []\n", "plugins: []\n"),
        ("nav:\n", "nav:\n"),
        ("nav: []\n", "nav: []\n"),
        ("", ""),
    ],
)
def test_all_else_stays_as_it_is(text, changed, tmp_path):
    config = tmp_path / "mkdocs.yml"
    config.write_bytes(text.encode())
    assert titles.with_page(config, "T", "x.md") == changed


def test_the_projects_own_configuration_gets_one_line():
    before = (ROOT / "mkdocs.yml").read_text("utf-8").split("\n")
    after = titles.with_page(ROOT / "mkdocs.yml", "T: #", "x.md").split("\n")
    new = after.index("  - 'T: #': x.md")
    assert after[:new] + after[new + 1 :] == before


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"nav: [a.md]\n", "mkdocs.yml:1:6: nav: takes a new page if each entry is on a line"),
        (b"nav: [a.md,\n  b.md]\n", "mkdocs.yml:1:6: nav: takes a new page"),
        (b"nav:\n  - {A: a.md,\n     B: b.md}\n  - [\n", "mkdocs.yml:5:1: this is not YAML"),
        (b"nav:\n  - A: a.md\n B: b\n", "mkdocs.yml:3:2: this is not YAML: "),
        (b"a: 1\nnav:\n  - \xc3\xa9 \xff: a.md\n", "mkdocs.yml:3:7: this is not UTF-8; save the"),
    ],
)
def test_a_configuration_that_cannot_take_a_line_is_a_fault_at_its_place(content, told, tmp_path):
    config = tmp_path / "mkdocs.yml"
    config.write_bytes(content)
    with pytest.raises(ValueError, match=r"mkdocs\.yml") as error:
        titles.with_page(config, "T", "x.md")
    assert told in str(error.value)
    assert Path(config).read_bytes() == content
