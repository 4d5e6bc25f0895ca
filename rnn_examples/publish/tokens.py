"""The one syntax of an author: `[[= path | view | format or fields =]]`."""

import re
from dataclasses import dataclass

TOKEN = re.compile(r"(?P<escape>\\?)\[\[=(?P<body>[^\n]*?)=\]\]")
OPENING = re.compile(r"(?<!\\)\[\[=")
PATH = re.compile(r"(?P<example>[A-Za-z]\w*)(?:\.(?P<name>\w+)(?P<index>\[[^\]]*\])?)?")
INDEX = re.compile(r"\[\s*\d+\s*(?:,\s*\d+\s*)*\]")
FORMAT = re.compile(r"\.\w+|d")

VIEWS = {
    "equation": "the symbol and its value",
    "derivation": "how the value comes about, line by line",
    "diagram": "the unrolled network",
    "table": "the run, one row a time step",
    "shape": "rows and columns",
    "word": "the word that a token id stands for",
    "code": "source code of the package",
    "index": "every published value",
}


@dataclass(frozen=True)
class Token:
    """A parsed token. index: places counted from 0, as in code; fields: for a table or diagram."""

    raw: str
    path: str
    example: str
    name: str | None
    index: tuple[int, ...]
    view: str
    spec: str
    fields: tuple[str, ...]


def parse(raw: str, body: str) -> Token:
    """Parse what stands between the brackets. Raises ValueError with what would be right."""
    path, *options = (part.strip() for part in body.split("|"))
    if path.startswith("rnn_examples"):
        return Token(raw, path, path, None, (), _code_only(path, options), "", ())
    found = PATH.fullmatch(path)
    if not found:
        raise ValueError(f"{path!r} is no value; write [[= example.name =]] or [[= example.h_1[0] =]]")
    index: tuple[int, ...] = ()
    if found["index"]:
        if not INDEX.fullmatch(found["index"]):
            raise ValueError(
                f"bad index {found['index']}; places are whole numbers counted from 0: "
                f"{path.partition('[')[0]}[0] or {path.partition('[')[0]}[0,1]"
            )
        index = tuple(int(place) for place in found["index"][1:-1].split(","))
    view, spec, fields = "", "", ()
    for option in options:
        if option in VIEWS and not view:
            view = option
        elif FORMAT.fullmatch(option) and not spec:
            spec = option
        elif view in ("table", "diagram") and re.fullmatch(r"\w+(?:[ ,]+\w+)*", option):
            fields = tuple(re.split(r"[ ,]+", option))
        else:
            raise ValueError(_unknown_option(option))
    return Token(raw, path, found["example"], found["name"], index, view, spec, fields)


def _code_only(path: str, options: list[str]) -> str:
    if options != ["code"]:
        raise ValueError(f"{path} is source code; write [[= {path} | code =]]")
    return "code"


def _unknown_option(option: str) -> str:
    if re.match(r"[.%+\d]", option):
        return f"bad format {option!r}; a format is .3f (three places), .2e or d (whole)"
    return f"unknown view {option!r}; the views are {', '.join(VIEWS)}"
