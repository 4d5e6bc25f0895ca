"""The order in which pages are made: those that wait for oracles come last."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from rnn_examples.generators.navigation import in_order


def test_the_pages_of_the_navigation_come_last_in_its_order():
    config = MkDocsConfig()
    names = ("b.md", "a.md", "source/x.md", "picture.svg", "c.md")
    files = Files([File(name, "docs", "site", use_directory_urls=True) for name in names])
    config.nav = [{"C": "c.md"}, {"Part": [{"A": "a.md"}, "b.md"]}, {"Out": "https://example.org"}]
    found = [file.src_uri for file in in_order(files, config)]
    assert found == ["source/x.md", "picture.svg", "c.md", "a.md", "b.md"]
    config.nav = None
    assert [file.src_uri for file in in_order(files, config)] == list(names)
