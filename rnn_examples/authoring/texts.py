"""The text of a file that an author writes: UTF-8, with front matter above a page."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.structure.files import File

FORMULA = re.compile(
    r"(?<![\\$])(?P<dollars>\${1,2})(?![\s$])(?P<latex>(?:\\.|[^\\$])+?)(?<!\s)(?P=dollars)"
)
"""A formula between dollars."""

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?\n)(?:---|\.\.\.)[ \t]*\n", re.S)
"""As MkDocs has it."""


def read(path: Path) -> str:
    """What a file says, with � for what is no UTF-8: `not_utf8` tells where that is."""
    return path.read_text("utf-8-sig", errors="replace")


def of_page(file: "File") -> str:
    """The text of a file of MkDocs, which may be generated."""
    return read(Path(file.abs_src_path)) if file.abs_src_path else file.content_string


def place(text: str, part: str) -> tuple[int, int]:
    """Line and column where a part first stands; the top if it does not."""
    return position(text, max(text.find(part), 0))


def position(text: str, start: int) -> tuple[int, int]:
    """Line and column, from 1, of a character of a text."""
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def blank(match: re.Match[str], sign: str = " ") -> str:
    """As many signs as were found, on as many lines."""
    return re.sub(r"[^\n]", sign, match[0])
