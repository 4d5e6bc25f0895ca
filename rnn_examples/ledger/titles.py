"""The titles in mkdocs.yml and in front matter: written so that YAML reads text, and checked.

YAML reads some words as what is no text: No as False, 1e3 as a number. Numbers and tokens are
wrong in mkdocs.yml, where nobody computes them.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from rnn_examples.authoring import texts
from rnn_examples.authoring.tokens import TOKEN
from rnn_examples.diagnostics import Diagnostic
from rnn_examples.ledger import numerals

TAG = "tag:yaml.org,2002:"
KINDS = {"bool": "true or false", "null": "nothing", "int": "a number", "float": "a number",
         "timestamp": "a date", "seq": "a list", "map": "a mapping"}  # fmt: skip
"""What YAML can read in place of a text, by its tag."""

LONGEST = 100


class _Loader(yaml.SafeLoader):
    """Reads what MkDocs reads; of tags that Python or MkDocs adds, nothing."""


_Loader.add_multi_constructor("", lambda *_: None)


# What is wrong.


def faults(config_file: str | None) -> Iterator[Diagnostic]:
    """What is wrong with the site's name, its description and the titles of its navigation."""
    yield from _faults(texts.read(Path(config_file)) if config_file else "", str(config_file))


@lru_cache(1)
def _faults(text: str, file: str) -> list[Diagnostic]:
    return [*_in_titles(text, file), *_tokens(text, file)]


def _in_titles(text: str, file: str) -> Iterator[Diagnostic]:
    for node in _told(yaml.compose(text, _Loader)):
        typed = _typed(node.value) if isinstance(node, yaml.ScalarNode) else []
        for numeral in typed:
            what = f"{numeral} is typed by hand, and none is computed here: say it without a number"
            yield Diagnostic(file, *_place(node), what)
        if not typed and misread(node):
            yield Diagnostic(file, *_place(node), misread(node))


def _tokens(text: str, file: str) -> Iterator[Diagnostic]:
    for n, line in enumerate(text.split("\n"), 1):
        found = TOKEN.search(line)
        if found and not found["escape"]:
            what = "a title cannot be computed here: the page's own heading can"
            yield Diagnostic(file, n, found.start() + 1, what)


def _told(config: yaml.Node | None) -> Iterator[yaml.Node]:
    """The site's name and description, and the titles of its navigation."""
    for key, node in _entries(config).items():
        if key == "nav":
            yield from _titles(node)
        elif key in ("site_name", "site_description") and isinstance(node, yaml.ScalarNode):
            yield node


def _titles(nav: yaml.Node) -> Iterator[yaml.Node]:
    """The titles of the navigation, at any depth."""
    for entry in nav.value if isinstance(nav, yaml.SequenceNode) else ():
        for title, child in entry.value if isinstance(entry, yaml.MappingNode) else ():
            yield title
            yield from _titles(child)


def _entries(node: yaml.Node | None) -> dict[str, yaml.Node]:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return {key.value: value for key, value in pairs if isinstance(key, yaml.ScalarNode)}


def _place(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _typed(text: str) -> list[str]:
    """The numbers in a text that nothing vouches for."""
    found = numerals.read(html.escape(text)).numerals
    return [numeral.text for numeral in found if not numeral.reason]


def misread(node: yaml.Node) -> str:
    """Say what YAML reads in place of a text; nothing if it reads the text as it is written."""
    kind = KINDS.get(node.tag.removeprefix(TAG), "")
    if not kind:
        return ""
    if not isinstance(node, yaml.ScalarNode):
        return f"YAML reads {kind} here, where a text belongs: write it in quotes"
    if not node.value:
        return "YAML reads nothing here, where a text belongs: write one, or leave out the line"
    quoted = as_yaml(node.value, quote="'")
    return f"YAML reads {node.value} as {kind}, not as text: write {quoted}"


# Writing.


def demand_plain(title: str) -> None:
    """Raise ValueError for a title that would not be shown as it is written."""
    bad = [unicodedata.name(c, f"U+{ord(c):04X}") for c in title
           if unicodedata.category(c) in ("Cc", "Cs", "Co")]  # fmt: skip
    problems = {
        f"it is longer than {LONGEST} characters": len(title) > LONGEST,
        f"it contains {', '.join(bad)}": bool(bad),
        "[[= begins a value, and none is computed in a title": "[[=" in title,
        "the navigation reads < and character references as HTML":
            "<" in title or html.unescape(title) != title,
        f"no number is computed in the navigation, and {', '.join(_typed(title))} is typed by hand":
            bool(_typed(title)),
    }  # fmt: skip
    for what, is_so in problems.items():
        if is_so:
            raise ValueError(f"{title!r} cannot be a page's title: {what}; give another: --title")


def as_yaml(value: Any, quote: str | None = None) -> str:
    """A value as YAML that reads as the same, on one line if it is short."""
    text = yaml.safe_dump(value, allow_unicode=True, width=float("inf"), default_style=quote)
    return text.removesuffix("\n")


def as_markdown(title: str) -> str:
    """A title as Markdown that shows it. Brackets are named: a backslash would begin a formula."""
    escaped = re.sub(r"([\\`*_{}#$])", r"\\\1", title)
    return escaped.replace("[", "&#91;").replace("]", "&#93;")


def with_page(config: Path, title: str, page: str) -> str:
    """The text of mkdocs.yml with a page after the last one that is in no section of nav:.

    Without nav: it stays as it is: then every page is in the navigation. Raises ValueError where
    the text is not YAML, or nav: does not have one entry a line.
    """
    text = _decoded(config)
    try:
        nav = _entries(yaml.compose(text, _Loader)).get("nav")
        before = yaml.load(text, _Loader)  # noqa: S506 (it is a SafeLoader)
    except yaml.YAMLError as error:
        raise ValueError(_fault_of(error, config)) from None
    if not isinstance(nav, yaml.SequenceNode) or not nav.value:
        return text
    pages = [_page_of(entry) for entry in nav.value]
    place = max((n for n, node in enumerate(pages, 1) if node), default=0)
    last = pages[place - 1] if place else None
    start = text.find("\n", last.end_mark.index) + 1 if last else _line_start(text, nav)
    newline = "\r\n" if "\r\n" in text else "\n"
    line = " " * nav.start_mark.column + f"- {as_yaml({title: page})}" + newline
    if last and not start:  # the last line of the file, without an end
        start, line = len(text), newline + line
    changed = text[:start] + line + text[start:]
    before["nav"].insert(place, {title: page})
    try:
        is_right = yaml.load(changed, _Loader) == before  # noqa: S506
    except yaml.YAMLError:
        is_right = False
    if not is_right:
        row, column = _place(nav)
        what = "nav: takes a new page if each entry is on a line of its own; write it so"
        raise ValueError(str(Diagnostic(str(config), row, column, what)))
    return changed


def _page_of(entry: yaml.Node) -> yaml.ScalarNode | None:
    """The page of an entry of nav:, with its title or without; None for a section or a link."""
    if isinstance(entry, yaml.MappingNode) and len(entry.value) == 1:
        [(_, entry)] = entry.value
    if isinstance(entry, yaml.ScalarNode) and entry.value.endswith(".md"):
        return entry
    return None


def _line_start(text: str, node: yaml.Node) -> int:
    return text.rfind("\n", 0, node.start_mark.index) + 1


def _decoded(file: Path) -> str:
    """A file's text with its own line ends. Raises ValueError if it is not UTF-8."""
    content = file.read_bytes()
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        above = content[: error.start].decode().split("\n")
        what = "this is not UTF-8; save the file as UTF-8"
        raise ValueError(str(Diagnostic(str(file), len(above), len(above[-1]) + 1, what))) from None


def _fault_of(error: yaml.YAMLError, file: Path) -> str:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return str(
        Diagnostic(str(file), line, column, f"this is not YAML: {getattr(error, 'problem', error)}")
    )
