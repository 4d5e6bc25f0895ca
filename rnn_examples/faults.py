"""What is wrong, where, and what would be right: one line a fault."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Fault:
    """A fault in a file. Lines and columns count from 1; the text says what would be right."""

    file: str
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"{relative(self.file)}:{self.line}:{self.column}: {self.text}"


def relative(file: str | Path) -> str:
    """The path as a person in the working folder would type it."""
    path = os.path.relpath(file)
    return str(file) if path.startswith("..") else Path(path).as_posix()
