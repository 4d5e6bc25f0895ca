"""Front matter, which stands above a page and says in YAML what the page is set to."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

import yaml

from rnn_examples.authoring.texts import FRONT_MATTER
from rnn_examples.diagnostics import Diagnostic

SETTING = re.compile(r"[ ]{0,3}(?P<key>[A-Za-z0-9_-]+):")
"""A first line that the site generator takes for one of a page's settings, and does not show."""

BETWEEN = "settings stand between two lines of ---, each as key: value"


@cache
def faults(text: str, path: Path) -> tuple[Diagnostic, ...]:
    """What is wrong above a page: settings that are not read, text that is read as settings."""
    return (*_tokens(text, path), *_faults(text, path))


def entries(text: str, setting: str) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """What stands below a setting, each key with its value; nothing in what cannot be read.

    A setting that has no entries below it is an entry itself: it is wrong, and that has a place.
    """
    found = FRONT_MATTER.match(text)
    node = composed(found["yaml"]) if found else None
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value == setting:
            yield from value.value if isinstance(value, yaml.MappingNode) else [(key, value)]


@cache
def composed(text: str) -> yaml.Node | None:
    """What YAML reads of front matter; None if it cannot."""
    with suppress(yaml.YAMLError):  # reported when the page is made
        return yaml.compose(text, yaml.SafeLoader)
    return None


def above(lines: Sequence[str], whole: str) -> int | None:
    """How many lines of a file stand above the text of its page; None if the text is no end of it.

    lines: the text as it is converted; whole: the file.
    """
    own, whole = "\n".join(lines).strip(), whole.rstrip()
    if not whole.endswith(own):
        return None
    led = next((n for n, line in enumerate(lines) if line.strip()), 0)
    return len(whole.split("\n")) - len(own.split("\n")) - led


def _tokens(text: str, path: Path) -> Iterator[Diagnostic]:
    found = FRONT_MATTER.match(text)
    for n, line in enumerate(found["yaml"].split("\n") if found else (), 2):
        if "[[=" in line:
            what = "a title cannot be computed: front matter is read as it stands"
            yield Diagnostic(str(path), n, line.index("[[=") + 1, what)


def _faults(text: str, path: Path) -> Iterator[Diagnostic]:

    def fault(mark: yaml.Mark | None, what: str) -> Diagnostic:
        line, column = (mark.line + 2, mark.column + 1) if mark else (1, 1)
        return Diagnostic(str(path), line, column, f"bad front matter: {what}")

    found = FRONT_MATTER.match(text)
    if not found:
        if setting := SETTING.match(text):
            what = f"{setting['key']}: would be read as a setting, and not shown"
            yield fault(None, f"{what}; {BETWEEN}, and text begins below an empty line")
        elif re.match(r"---[ \t]*\n", text):
            yield fault(None, f"it has no end; {BETWEEN}, and a line across the page is ***")
        return
    try:
        node = yaml.compose(found["yaml"], yaml.SafeLoader)
    except yaml.YAMLError as error:
        problem = getattr(error, "problem", None) or "it cannot be read"
        yield fault(getattr(error, "problem_mark", None), problem)
        return
    if not isinstance(node, yaml.MappingNode):
        yield fault(None, f"it sets nothing; {BETWEEN}")
        return
    yield from (fault(mark, f"{key!r} is set twice: leave one") for key, mark in _twice(node))
    lines = found["yaml"].split("\n")
    for scalar in _plain(node):
        end = scalar.end_mark
        cut = re.match(r"[ \t:]*[ \t](#.*)", lines[end.line][end.column :])
        if cut:
            what = f"{cut[1]!r} is read as a comment, and not shown"
            yield fault(
                scalar.start_mark, f"{what}: put the whole value in quotes, or leave it out"
            )


def _twice(node: yaml.MappingNode) -> Iterator[tuple[str, yaml.Mark]]:
    """The keys that an earlier one says already."""
    known: set[str] = set()
    for key, _ in node.value:
        if str(key.value) in known:
            yield str(key.value), key.start_mark
        known.add(str(key.value))


def _plain(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """The values that are not in quotes; one that has only a comment is empty."""
    if isinstance(node, yaml.ScalarNode):
        if node.style is None:
            yield node
        return
    for child in node.value:
        yield from _plain(child[1] if isinstance(child, tuple) else child)
