import pytest

from rnn_examples.publish.addresses import (
    PACKAGE,
    modules,
    page_address,
    relative_link,
    source_link,
    source_page,
)


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
    assert relative_link(source, target) == link


def test_a_module_has_a_page_of_its_source_and_a_library_has_none():
    assert source_page(PACKAGE / "models" / "rnn.py") == "source/models/rnn.md"
    assert source_page(PACKAGE / "models" / "__init__.py") == "source/models/index.md"
    assert source_page(pytest.__file__) is None
    assert source_link("index.md", pytest.__file__, 1) is None


def test_no_two_modules_share_a_page():
    pages = [source_page(module) for module in modules()]
    assert len(pages) == len(set(pages))
