"""The one syntax of an author: `[[= path | view | format or fields =]]`."""

import re
from dataclasses import dataclass

ESCAPE = r"(?P<escape>(?<!\\)(?:\\\\)*\\)?"
"""An odd number of backslashes; LaTeX's own two, which end a line, escape nothing."""

TOKEN = re.compile(rf"{ESCAPE}\[\[=(?:(?P<body>(?:(?!\[\[=)[^\n])*?)=\]\])?")
"""A token, which has no body if it is left open."""

PATH = re.compile(r"(?P<example>[A-Za-z]\w*)(?:\.(?P<name>\w+)(?P<index>\[[^\]]*\])?)?")
INDEX = re.compile(r"\[\s*\d{1,9}\s*(?:,\s*\d{1,9}\s*)*\]", re.A)
FORMAT = re.compile(r"\.\w+|d")
FIELDS = re.compile(r"\w+(?:[ ,]+\w+)*")

VIEWS = (
    "equation",
    "derivation",
    "diagram",
    "table",
    "live",
    "shape",
    "word",
    "code",
    "index",
)

OF_EXAMPLES = ("diagram", "table", "live")
"""Views of a whole run."""


@dataclass(frozen=True)
class Token:
    """A parsed token.

    path: what it names, as it is written.
    index: places counted from 0, as in code.
    fields: the columns of a table, the values in a diagram.
    """

    path: str
    example: str
    name: str | None = None
    index: tuple[int, ...] = ()
    view: str = ""
    spec: str = ""
    fields: tuple[str, ...] = ()


def parse(body: str | None) -> Token:
    """Parse what stands between the brackets; None for a token that is left open.

    Raises ValueError with what would be right.
    """
    if body is None:
        raise ValueError(r"[[= without =]] on the same line; write \[[= for the text")
    path, *options = (part.strip() for part in body.split("|"))
    for whole, view in (("rnn_examples", "code"), ("published", "index")):
        if path.partition(".")[0] == whole:
            if options != [view]:
                raise ValueError(f"write [[= {path} | {view} =]]")
            return Token(path, path, view=view)
    found = PATH.fullmatch(path)
    if not found:
        raise ValueError(
            f"{path!r} is no value; write [[= example.name =]] or [[= example.h_1[0] =]]"
        )
    index = _index(path, found["index"]) if found["index"] else ()
    view, spec, fields = "", "", ()
    for option in options:
        if option in VIEWS and not view:
            view = option
        elif FORMAT.fullmatch(option) and not spec:
            spec = option
        elif view in OF_EXAMPLES and FIELDS.fullmatch(option) and not fields:
            fields = tuple(re.split(r"[ ,]+", option))
        else:
            raise ValueError(_unknown_option(option))
    return Token(path, found["example"], found["name"], index, view, spec, fields)


def _index(path: str, written: str) -> tuple[int, ...]:
    if not INDEX.fullmatch(written):
        name = path.partition("[")[0]
        raise ValueError(
            f"bad index {written}: places are whole numbers counted from 0: "
            f"{name}[0] or {name}[0,1]"
        )
    return tuple(int(place) for place in written[1:-1].split(","))


def _unknown_option(option: str) -> str:
    if re.match(r"[.%+\d]", option):
        return f"bad format {option!r}: a format is .3f (three places), .2e or d (whole)"
    return f"unknown view {option!r}: the views are {', '.join(VIEWS)}"
