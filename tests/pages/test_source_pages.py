"""The pages of the package's source, and links to them."""

import re

from rnn_examples.pages import repository, source_pages
from rnn_examples.pages.addresses import PACKAGE
from rnn_examples.pages.site import Site
from tests.conftest import ROOT
from tests.pages.conversion import convert

MODULE = "../rnn_examples/models/rnn.py"
PART = "[[= rnn_examples.models.rnn.encode | code =]]"


WITHOUT_PAGES = Site(has_source_pages=False)


def test_every_module_has_a_page_which_no_file_holds():
    pages = source_pages.pages()
    assert sorted(pages.values()) == sorted(PACKAGE.rglob("*.py"))
    assert not any((ROOT / "docs" / page).exists() for page in pages)
    text = source_pages.text("source/models/index.md")
    assert "title: rnn_examples/models/__init__.py\n" in text
    assert "[[= rnn_examples.models | code =]]" in text
    assert source_pages.text("index.md") is None


def test_the_title_of_a_page_may_break_at_a_slash_alone():
    text = source_pages.text("source/models/index.md")
    (title,) = [line for line in text.splitlines() if line.startswith("# ")]
    html = convert(title)
    assert html.count("<wbr>") == 2
    assert re.sub("<wbr>|</?code>", "", html).count(">rnn_examples/models/__init__.py<") == 1


def test_a_link_to_a_module_leads_to_the_page_of_its_source():
    assert convert(f"[a]({MODULE})") == '<p><a href="source/models/rnn.md">a</a></p>'
    assert convert("[a](../rnn_examples/nowhere.py)").count("nowhere.py") == 1
    assert convert("[a](notebooks/rnn.py)").count("notebooks/rnn.py") == 1


def test_without_such_pages_it_leads_to_the_repository(monkeypatch):
    monkeypatch.setattr(repository, "_commit", lambda: "abc")
    monkeypatch.setenv("REPO_URL", "https://example.org/x/")
    address = "https://example.org/x/blob/abc/rnn_examples/models/rnn.py"
    assert (
        convert(f'[a]({MODULE} "b")', WITHOUT_PAGES)
        == f'<p><a href="{address}" title="b">a</a></p>'
    )
    assert f'<a href="{address}#L' in convert(PART, WITHOUT_PAGES)


def test_without_a_repository_too_it_is_no_link(monkeypatch):
    monkeypatch.delenv("REPO_URL", raising=False)
    assert convert(f"[a]({MODULE})", WITHOUT_PAGES) == "<p><span>a</span></p>"
    assert "<figcaption>rnn_examples/models/rnn.py, line " in convert(PART, WITHOUT_PAGES)
    index = convert("[[= encoder | live =]]", WITHOUT_PAGES)
    assert "source/" not in index
