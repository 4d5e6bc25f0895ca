"""What is wrong, where, and what would be right: one line a fault."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Diagnostic:
    """A fault in a file. Lines and columns count from 1; the text says what would be right."""

    file: str
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"{relative(self.file)}:{self.line}:{self.column}: {self.text}"


def not_utf8(data: bytes, path: Path | str) -> Iterator[Diagnostic]:
    """The first byte of a file that is no text."""
    right = "save the file as UTF-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield Diagnostic(str(path), 1, 1, f"this is UTF-16: {right}")
        return
    try:
        before, null, _ = data.decode().partition("\0")
        if not null:
            return
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    byte = data[len(before.encode())]
    yield Diagnostic(str(path), line, column, f"the byte 0x{byte:02x} is no text: {right}")


def relative(file: str | Path) -> str:
    """The path as a person in the working folder would type it."""
    path = os.path.relpath(file)
    return str(file) if path.startswith("..") else Path(path).as_posix()
