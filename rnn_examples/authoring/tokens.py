"""The one syntax of an author: `[[= path | view | format, fields and other options =]]`."""

import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, NamedTuple

from rnn_examples.names import PATTERN as NAME
from rnn_examples.names import is_name, normal

ESCAPE = r"(?P<escape>(?<!\\)(?:\\\\)*\\)?"
"""An odd number of backslashes; LaTeX's own two, which end a line, escape nothing."""

TOKEN = re.compile(rf"{ESCAPE}\[\[=(?:(?P<body>(?:(?!\[\[=)[^\n])*?)=\]\])?")
"""A token, which has no body if it is left open."""

CLAIM = re.compile(
    rf"{ESCAPE}\[\[\?(?:[ ]?(?P<phrase>(?:(?!\[\[\?|\n[ \t>]*\n).)*?)"
    r"(?P<end>(?:\n[ \t>]+|\s)*\|(?P<condition>[^|]*?)\?\]\]))?",
    re.S,
)
"""A claim, which has no phrase if it is left open; it ends in its paragraph."""

RUNS = re.compile(r"[A-Za-z]\w*(?:\s+[A-Za-z]\w*)+")
"""Several examples, of which each may hand values to those behind it."""

PATH = re.compile(rf"(?P<example>[A-Za-z]\w*)(?:\.(?P<name>{NAME})(?P<index>\[[^\]]*\])?)?")
INDEX = re.compile(r"\[\s*\d{1,9}\s*(?:,\s*\d{1,9}\s*)*\]", re.A)
FORMAT = re.compile(r"\.\w+|d")
FIELDS = re.compile(rf"{NAME}(?:[ ,]+{NAME})*")
WORDS = r'"[^"]*"'
LABELLED = re.compile(rf"{NAME}(?: {WORDS})?(?:[ ,]+{NAME}(?: {WORDS})?)*")
HEATED = re.compile(rf"{NAME}(?: by {NAME})?(?:[ ,]+{NAME}(?: by {NAME})?)*")
NUMBER = r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d{1,3})?"
SPAN = re.compile(rf"(?P<low>{NUMBER}) to (?P<high>{NUMBER})", re.A)

VIEWS = (
    "equation",
    "derivation",
    "network",
    "diagram",
    "table",
    "live",
    "plot",
    "heat",
    "shape",
    "word",
)
"""Views of a value or a whole run."""

OF_EXAMPLES = ("network", "diagram", "table", "plot", "heat", "live")
"""Views of a whole run."""

OF_SEVERAL = "network"
"""The view that shows several runs as one."""

OF_NO_EXAMPLE = {
    "rnn_examples": ("code", "imports"),
    "published": ("index",),
    "vectors": ("cases", "mistakes"),
    "translator": ("translation",),
}
"""What can be shown of what is no example: the package, or a part of it; all that is published; the
test vectors; the translator's own translation of a sentence."""

OF_BOTH = ("heat",)
"""Of these, the views of one value too."""


@dataclass(frozen=True)
class Token:
    """A parsed token.

    path: what it names, as names are written.
    index: places counted from 0, as in code.
    fields: the columns of a table, the values in a diagram, the curves of a plot.
    labels: of each field its words in a plot, a table or a panel, or, in a heat map, the tokens
        whose words name its rows; empty where it has none.
    by: these tokens, where a heat map shows one value.
    against: the vector that stands on a plot's horizontal axis, where that is not time.
    others: the examples that follow the first one.
    across, up: what is written at a plot's axes.
    is_path: whether a plot draws vectors of two entries as points of the plane.
    span: the range of a plot's axis, or of the colours of a heat map or a network.
    """

    path: str
    example: str
    name: str | None = None
    index: tuple[int, ...] = ()
    view: str = ""
    spec: str = ""
    fields: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    by: str = ""
    against: str = ""
    others: tuple[str, ...] = ()
    across: str = ""
    up: str = ""
    is_log: bool = False
    is_path: bool = False
    span: tuple[float, float] | None = None

    @property
    def examples(self) -> tuple[str, ...]:
        """Every example that it names, in order."""
        return (self.example, *self.others)

    @property
    def is_of_example(self) -> bool:
        """Whether it names an example or a value, as most do."""
        return self.path.partition(".")[0] not in OF_NO_EXAMPLE


def _span(option: str) -> tuple[float, float]:
    found = SPAN.fullmatch(option)
    assert found is not None
    low, high = float(found["low"]), float(found["high"])
    if not low < high < float("inf"):
        raise ValueError(f"bad range {option!r}: it goes from a smaller to a larger number")
    return low, high


def _names(option: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(re.split(r"[ ,]+", normal(option))), ()


def _labelled(option: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names, and behind each its words, or, behind `by`, another name."""
    found = re.findall(rf"({NAME})(?: ({WORDS})| by ({NAME}))?", option)
    labels = tuple(_words(words) if words else normal(other) for _, words, other in found)
    return tuple(normal(name) for name, _, _ in found), labels if any(labels) else ()


def _words(quoted: str) -> str:
    """What stands between quotation marks. Raises ValueError for a number, which would be typed."""
    words = quoted.partition('"')[2].rstrip('"').strip()
    if not words or re.search(r"\d", words):
        raise ValueError(f"bad label {quoted}: a label is of words, without digits")
    return words


def _rows_and_columns(option: str) -> str:
    """The tokens whose words name the rows, and behind `and` those that name the columns."""
    return " and ".join(map(normal, option.removeprefix("by ").split(" and ")))


class _Option(NamedTuple):
    """What may stand behind a path: what it is, how it is written, of which views, how it is read.

    views: None for every view, including the default, which has no name.
    """

    name: str
    written: re.Pattern[str]
    views: Collection[str] | None
    read: Callable[[str], Any]


OPTIONS = (
    _Option("view", re.compile("|".join(VIEWS)), None, str),
    _Option("spec", FORMAT, None, str),
    _Option("span", SPAN, ("plot", "heat", "network"), _span),
    _Option("is_log", re.compile("log"), ("plot",), bool),
    _Option("is_path", re.compile("path"), ("plot",), bool),
    _Option("against", re.compile(f"against {NAME}"), ("plot",), lambda s: normal(s.split()[1])),
    _Option("across", re.compile(f"across {WORDS}"), ("plot",), _words),
    _Option("up", re.compile(f"up {WORDS}"), ("plot",), _words),
    _Option("by", re.compile(f"by {NAME}(?: and {NAME})?"), ("heat",), _rows_and_columns),
    _Option("fields", LABELLED, ("plot", "table", "live"), _labelled),
    _Option("fields", HEATED, ("heat",), _labelled),
    _Option("fields", FIELDS, OF_EXAMPLES, _names),
)
"""Each at most once, those of a view behind its name; the first that fits is meant."""


def parse(body: str | None) -> Token:
    """Parse what stands between the brackets; None for a token that is left open.

    Raises ValueError with what would be right.
    """
    if body is None:
        raise ValueError(r"[[= without =]] on the same line: close it, or write \[[= for the text")
    path, *options = (part.strip() for part in body.split("|"))
    path = normal(path)
    for whole, views in OF_NO_EXAMPLE.items():
        if path.partition(".")[0] == whole:
            if len(options) != 1 or options[0] not in views:
                write = " or ".join(f"[[= {path} | {view} =]]" for view in views)
                raise ValueError(f"write {write}")
            return Token(path, path, view=options[0])
    runs = path.split() if RUNS.fullmatch(path) else []
    found = PATH.fullmatch(runs[0] if runs else path)
    if not found or not is_name(found["name"] or found["example"]):
        raise ValueError(
            f"{path!r} is no value; write [[= example.name =]] or [[= example.h_1[0] =]]"
        )
    index = _index(path, found["index"]) if found["index"] else ()
    given: dict[str, Any] = {}
    for option in options:
        name, read = _option(option, given)
        given[name] = read(option)
    if runs and given.get("view") != OF_SEVERAL:
        raise ValueError(f"several examples have one view: [[= {path} | {OF_SEVERAL} =]]")
    given["fields"], given["labels"] = given.get("fields", ((), ()))
    return Token(path, found["example"], found["name"], index, others=tuple(runs[1:]), **given)


def examples_in(text: str) -> list[str]:
    """The examples that the tokens of a text name, each once; an escaped token names none."""
    found: dict[str, None] = {}
    for match in TOKEN.finditer(text):
        with suppress(ValueError):  # reported on its own page
            token = parse(match["body"])
            if token.is_of_example and not match["escape"]:
                found |= dict.fromkeys(token.examples)
    return [*found]


def _option(option: str, given: Mapping[str, Any]) -> tuple[str, Callable[[str], Any]]:
    for name, written, views, read in OPTIONS:
        fits = views is None or given.get("view") in views
        if name not in given and fits and written.fullmatch(option):
            return name, read
    raise ValueError(_unknown_option(option, given.get("view", "")))


def _index(path: str, written: str) -> tuple[int, ...]:
    if not INDEX.fullmatch(written):
        name = path.partition("[")[0]
        raise ValueError(
            f"bad index {written}: places are whole numbers counted from 0: "
            f"{name}[0] or {name}[0,1]"
        )
    return tuple(int(place) for place in written[1:-1].split(","))


TAKEN = {
    "network": "fields (h_t, y_t), a range (-1 to 1) and a format (.3f)",
    "plot": 'fields (h_t, loss_t "loss"), `against w`, `path`, `log`, words for its axes '
    '(across "step", up "loss"), a range (-1 to 1) and a format (.3f)',
    "live": 'inputs (W, beta "share that stays")',
    "heat": "fields (dW_t, E by w), `by w` or `by y and w`, a range (-1 to 1) and a format (.3f)",
}


def _unknown_option(option: str, view: str) -> str:
    if view in TAKEN:
        return f"a {view} takes {TAKEN[view]}, each once: not {option!r}"
    if re.match(r"[.%+\d]", option):
        return f"bad format {option!r}: a format is .3f (three places), .2e or d (whole)"
    near = get_close_matches(option, VIEWS, 1)
    meant = f"did you mean {near[0]!r}? The" if near else "the"
    return f"unknown view {option!r}: {meant} views are {', '.join(VIEWS)}"
