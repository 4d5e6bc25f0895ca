"""Snippets of files, `--8<-- "path:section"`: another extension reads them, this one checks."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from rnn_examples.authoring import texts, unreadable
from rnn_examples.paths import ROOT

LINE = re.compile(r"^\s*-+8<-+[ \t]+(?P<quote>[\"'])(?P<path>.+?)(?P=quote)\s*$")
BLOCK = re.compile(r"^\s*-+8<-+\s*$")


def named(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Each snippet that a page takes: its index among the lines, its column from 1, its path."""
    in_block = False
    for n, line in enumerate(lines):
        if BLOCK.match(line):
            in_block = not in_block
        elif in_block and line.strip() and not line.lstrip().startswith(";"):
            yield n, len(line) - len(line.lstrip()) + 1, line.strip()
        elif found := LINE.match(line):
            yield n, found.start("path") + 1, found["path"]


def file_of(path: str) -> Path:
    """The file of a snippet."""
    return ROOT / path.partition(":")[0]


def included(text: str, above: frozenset[Path] = frozenset()) -> list[Path]:
    """The files of Markdown that a text takes, and those that they take in turn."""
    found: list[Path] = []
    for file in (file_of(path) for _, _, path in named(text.split("\n"))):
        if file.suffix == ".md" and file.is_file() and file not in above:
            found += [file, *included(texts.read(file), above | {file})]
    return found


def with_included(text: str, above: frozenset[Path] = frozenset()) -> str:
    """A page's text, with the Markdown of other files in the place of the lines that take it.

    above: the files that it stands in, which it does not take again.
    """
    lines = text.split("\n")
    for n, _, path in named(lines):
        file = file_of(path)
        if file.suffix == ".md" and file.is_file() and file not in above:
            lines[n] = with_included(_section(path), above | {file})
    return "\n".join(lines)


def read(path: Path) -> str:
    """The text of a page, with what it takes from other files."""
    return with_included(texts.read(path))


def _section(path: str) -> str:
    """What a snippet takes: a file, or a section of it."""
    name = path.partition(":")[2]
    text = texts.read(file_of(path))
    pattern = rf"8<-+\s+\[start:\s*{re.escape(name)}\s*\].*?\n(.*?)[^\n]*8<-+\s+\[end:"
    found = re.search(pattern, text, re.S) if name else None
    return found[1] if found else text


def problem(path: str) -> str:
    """What is wrong with a snippet, and what would be right; nothing if it is there."""
    name, _, section = path.partition(":")
    file = file_of(path)
    if not file.is_file():
        return f"no file {name!r} to take a snippet from; paths start at the project's top"
    for fault in unreadable.faults([file]):
        return str(fault)
    if not section:
        return ""
    if re.fullmatch(r"[\d:,-]+", section):
        return f"lines {section} of {name} shift unseen; name a section of it"
    sections = re.findall(r"-+8<-+\s+\[start:\s*([\w-]+)\s*\]", texts.read(file))
    if section in sections:
        return ""
    known = f"its sections are {', '.join(sections)}" if sections else "it has no sections"
    return f"{name} has no section {section!r}; {known}"
