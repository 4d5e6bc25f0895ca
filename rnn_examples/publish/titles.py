"""Numbers and tokens in mkdocs.yml, where nobody computes them."""

import html
from collections.abc import Iterator
from pathlib import Path

import yaml

from rnn_examples.faults import Fault
from rnn_examples.publish import numerals
from rnn_examples.publish.tokens import TOKEN


def faults(config_file: str | None) -> Iterator[Fault]:
    """What is wrong with the site's name, its description and the titles of its navigation."""
    text = Path(config_file).read_text("utf-8") if config_file else ""
    for line, column, numeral in _typed(yaml.compose(text, yaml.BaseLoader)):
        what = f"{numeral} is typed by hand, and none is computed here: say it without a number"
        yield Fault(str(config_file), line, column, what)
    for n, line in enumerate(text.split("\n"), 1):
        found = TOKEN.search(line)
        if found and not found["escape"]:
            what = "a title cannot be computed here: the page's own heading can"
            yield Fault(str(config_file), n, found.start() + 1, what)


def _typed(config: yaml.Node | None) -> Iterator[tuple[int, int, str]]:
    """Line, column and text of each number in the site's name, description and navigation."""
    for key, node in config.value if isinstance(config, yaml.MappingNode) else ():
        if key.value not in ("site_name", "site_description", "nav"):
            continue
        for told in _titles(node):
            for numeral in numerals.read(html.escape(told.value)).numerals:
                if not numeral.voucher:
                    yield told.start_mark.line + 1, told.start_mark.column + 1, numeral.text


def _titles(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """What a reader is told: a text, or the titles of the navigation, at any depth."""
    match node:
        case yaml.ScalarNode():
            yield node
        case yaml.SequenceNode():
            for entry in node.value:
                if isinstance(entry, yaml.MappingNode):
                    yield from _titles(entry)
        case yaml.MappingNode():
            for key, child in node.value:
                yield key
                if isinstance(child, yaml.SequenceNode):
                    yield from _titles(child)
