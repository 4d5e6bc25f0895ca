"""`rnn-examples new`: what it writes works as written, and is built at once."""

import re

import pytest

from rnn_examples.publish import scaffold
from tests.site import project

PYTHON = (
    *(f"rnn_examples/{folder}/gated_sum.py" for folder in ("models", "oracles", "examples")),
    "tests/models/test_gated_sum.py",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A copy of the project with few pages, a lock of its own, and a new example."""
    copy = project.copy_without_pages(tmp_path_factory.mktemp("new"))
    with (copy / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("nav:\n  - Home: index.md\n  - More:\n      - Code: source/index.md\n")
    (copy / "docs" / "index.md").write_text("# Home\n\n[[= encoder.h_1 =]]\n", "utf-8")
    path = {"PYTHONPATH": str(copy)}
    for command in (("accept", "--yes"), ("new", "gated_sum", "--title", 'A "gated": sum')):
        done = project.run(copy, "rnn_examples", *command, **path)
        assert done.returncode == 0, done.stdout
    return copy, done.stdout


def test_it_says_what_it_wrote(made):
    copy, told = made
    written = re.findall(r"^(\S+\.(?:py|md|yml|lock))  ", told, re.M)
    assert len(written) == 10
    assert all((copy / file).is_file() for file in written)


@pytest.mark.parametrize(
    "command",
    [
        ("rnn_examples", "check", "gated_sum"),
        ("rnn_examples", "check"),
        ("mkdocs", "build", "--quiet"),
        ("pytest", "--quiet", "tests/models/test_gated_sum.py"),
        ("ruff", "check", *PYTHON),
        ("ruff", "format", "--check", *PYTHON),
    ],
    ids=lambda command: " ".join(command[:3]),
)
def test_all_of_it_passes_as_written(made, command):
    copy, _ = made
    done = project.run(copy, *command, PYTHONPATH=str(copy))
    assert done.returncode == 0, done.stdout


def test_its_page_is_in_the_navigation_with_its_numbers(made):
    copy, _ = made
    page = copy / "site" / "gated-sum" / "index.html"
    if not page.is_file():
        assert project.mkdocs(copy, "--quiet", PYTHONPATH=str(copy)).returncode == 0
    made_page = page.read_text("utf-8")
    assert 'data-value="gated_sum.m_2">0.0925<' in made_page
    assert "<h1" in made_page
    home = (copy / "site" / "index.html").read_text("utf-8")
    assert re.search(r'href="gated-sum/"[^>]*>\s*(<span[^>]*>)?\s*A gated sum', home)


def test_its_numbers_are_locked_and_no_other_line_changed(made):
    copy, _ = made
    lock = (copy / "values.lock").read_text("utf-8")
    assert re.search(r"^gated_sum\n(  .*\n)*    value 0\.0925$", lock, re.M)
    assert re.search(r"^encoder\n", lock, re.M)


def test_a_second_time_nothing_is_written(made):
    copy, _ = made
    before = project.files(copy / "rnn_examples")
    done = project.run(copy, "rnn_examples", "new", "gated_sum", PYTHONPATH=str(copy))
    assert done.returncode == 1
    assert "there is an example named 'gated_sum' already" in done.stdout
    assert "Traceback" not in done.stdout
    assert project.files(copy / "rnn_examples") == before


NEW = "  - T: x-y.md\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("nav:\n  - A: a.md\n", "  - B:\n      - C: c.md\n"),
        ("nav:\n", "  - B:\n      - C: c.md\n\nplugins: []\n"),
        ("a: 1\nnav:\n  - A: a.md\n", "b:\n  - A: a.md\n"),
    ],
)
def test_the_page_comes_after_the_last_one_that_stands_by_itself(before, after):
    assert scaffold._with_page(before + after, "T", "x_y") == before + NEW + after


def test_where_every_page_is_in_the_navigation_anyway_nothing_is_added():
    assert scaffold._with_page("plugins: []\n", "T", "x_y") == "plugins: []\n"


@pytest.mark.parametrize("title", ['A: "b" #c', "[[= x =]]", "$x$", "\\", "", "<b>", "{{ x }}"])
def test_a_title_is_plain_text(title):
    plain = scaffold._plain(title)
    assert plain
    assert not set(plain) & set(':"#[]$\\<>{}|')
