"""What can be wrong before any page is read."""

import html
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import yaml

from rnn_examples.faults import Fault
from rnn_examples.publish import numerals
from rnn_examples.publish.addresses import modules, source_page
from rnn_examples.publish.tokens import TOKEN
from rnn_examples.publish.values import catalogue


def examples() -> Sequence[Fault]:
    """What is wrong with the worked examples."""
    return catalogue().faults


def oracles(only: str = "") -> Iterator[Fault]:
    """Values that their oracles do not confirm, or that have none; of one example or of all."""
    for name, example in catalogue().examples.items():
        for fault in () if only not in ("", name) else example.checks.faults:
            yield replace(fault, text=f"{fault.text} (in the example {name!r})")


def source_pages(pages: Collection[str]) -> Iterator[Fault]:
    """Modules without a page of their source. pages: those there are, by their files in docs/."""
    for module in modules():
        page = source_page(module)
        if page not in pages:
            write = "run `make pages`"
            yield Fault(str(module), 1, 1, f"has no source page docs/{page}; {write}")


def titles(config_file: str | None) -> Iterator[Fault]:
    """Tokens in mkdocs.yml, where nobody computes them, and numbers in what readers are told."""
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
