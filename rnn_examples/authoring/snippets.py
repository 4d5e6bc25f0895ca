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
