"""The addresses of pages, and links between them, with and without a directory for each page."""

import pytest

from rnn_examples.pages.addresses import (
    PACKAGE,
    Here,
    modules,
    page_address,
    pages,
    source_page,
    stem,
)
from rnn_examples.pages.site import Site
from rnn_examples.paths import DOCS

FILES = Site(directory_urls=False)


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("index.md", ""),
        ("rnn-theory.md", "rnn-theory/"),
        ("reference/index.md", "reference/"),
        ("notebooks/encoder.py", "notebooks/encoder/"),
    ],
)
def test_a_pages_address_follows_from_its_file(source, address):
    assert page_address(source) == address


@pytest.mark.parametrize(
    ("source", "target", "link"),
    [
        ("index.md", "rnn-theory/", "rnn-theory/"),
        ("rnn-theory.md", "", "../"),
        ("rnn-theory.md", "source/trace/#L-3", "../source/trace/#L-3"),
        ("reference/values.md", "rnn-theory/", "../../rnn-theory/"),
        ("rnn-theory.md", "rnn-theory/#x", "./#x"),
    ],
)
def test_a_link_is_relative_to_the_page(source, target, link):
    assert Here(source, DOCS).link(target) == link


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("index.md", "index.html"),
        ("rnn-theory.md", "rnn-theory.html"),
        ("reference/README.md", "reference/index.html"),
        ("notebooks/encoder.py", "notebooks/encoder.html"),
        ("50% of a.md", "50%25%20of%20a.html"),
    ],
)
def test_without_directory_urls_a_page_is_a_file(source, address):
    assert page_address(source, FILES) == address


@pytest.mark.parametrize(
    ("source", "target", "link"),
    [
        ("index.md", "rnn-theory.html", "rnn-theory.html"),
        ("rnn-theory.md", "index.html#x", "index.html#x"),
        ("reference/values.md", "rnn-theory.html", "../rnn-theory.html"),
        ("reference/values.md", "values.json", "../values.json"),
    ],
)
def test_without_directory_urls_a_link_names_the_file(source, target, link):
    assert Here(source, DOCS, FILES).link(target) == link


@pytest.mark.parametrize(
    "addresses",
    [("", "index.html"), ("a/", "a/index.html"), ("a/", "a.html"), ("preindex/", "preindex.html")],
)
def test_a_page_is_known_by_each_of_its_addresses(addresses):
    assert len({stem(address) for address in addresses}) == 1


def test_what_mkdocs_leaves_out_is_no_page(tmp_path):
    docs = tmp_path / "docs"
    for name in ("index.md", ".hidden.md", "templates/x.md", "drafts/a.md", "old.md", "b/c.md"):
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text("# x\n", "utf-8")
    (docs / ".#index.md").symlink_to("nowhere")  # of an editor, as long as one edits
    config = "draft_docs: drafts/\nexclude_docs: |\n  /old.md\nextra: !ENV [X, 1]\n"
    (tmp_path / "mkdocs.yml").write_text(config, "utf-8")
    assert [page.relative_to(docs).as_posix() for page in pages(docs)] == ["b/c.md", "index.md"]


def test_a_module_has_a_page_of_its_source_and_a_library_has_none():
    assert source_page(PACKAGE / "models" / "rnn.py") == "source/models/rnn.md"
    assert source_page(PACKAGE / "models" / "__init__.py") == "source/models/index.md"
    assert source_page(pytest.__file__) is None
    assert Here("index.md", DOCS).source_link(pytest.__file__, 1) is None


def test_no_two_modules_share_a_page():
    pages = [source_page(module) for module in modules()]
    assert len(pages) == len(set(pages))
