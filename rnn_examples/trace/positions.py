"""Source positions: where a recorded value, or an error, came from."""

import linecache
import sys
import sysconfig
import tokenize
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType, FrameType, TracebackType
from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """Where an expression stands: lines and characters count from 1, as editors show them."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def text(self) -> str:
        """The expression as it is written, on one line, without comments."""
        lines = [linecache.getline(self.file, n) for n in range(self.line, self.end_line + 1)]
        lines[-1] = lines[-1][: self.end_column - 1]
        lines[0] = lines[0][self.column - 1 :]
        return " ".join(_without_comments("".join(lines)).split())


def _without_comments(code: str) -> str:
    if "#" not in code:
        return code
    lines = f"(\n{code}\n)".splitlines(keepends=True)
    for token in tokenize.generate_tokens(iter(lines).__next__):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    return "\n".join(lines[1:-1])


class DifferentRunsError(RuntimeError):
    """A function depends on more than its arguments. source: where, if that is known."""

    def __init__(self, text: str, source: Source | None) -> None:
        super().__init__(text)
        self.source = source


@cache
def _positions(code: CodeType) -> tuple[tuple[int | None, ...], ...]:
    return tuple(code.co_positions())


def source_of(code: CodeType, instruction: int) -> Source:
    """Where the expression of an instruction stands."""
    line, end_line, start, end = _positions(code)[instruction // 2]
    line = line or code.co_firstlineno
    return source_at(code.co_filename, line, start or 0, end_line or line, end)


def source_at(file: str, line: int, start: int, end_line: int, end: int | None) -> Source:
    """A position in a file, from lines that count from 1 and bytes from 0."""
    linecache.checkcache(file)

    def column(line: int, offset: int | None) -> int:
        """Python counts bytes of UTF-8, editors characters."""
        text = linecache.getline(file, line)
        if not text:
            return (offset or 0) + 1
        return len(text.encode()[:offset].decode(errors="ignore")) + 1

    return Source(file, line, column(line, start), end_line, column(end_line, end))


_LIBRARIES = tuple(sysconfig.get_paths()[key] for key in ("stdlib", "purelib", "platlib"))

_PACKAGE = str(Path(__file__).parent.parent)


def caller() -> tuple[CodeType, int]:
    """Where the function that is being recorded stands now."""
    frame: FrameType | None = sys._getframe(3)  # noqa: SLF001 (inspect.stack is slow)
    while frame and _is_machinery(frame.f_globals):
        frame = frame.f_back
    assert frame is not None  # a recording is asked for by somebody
    return frame.f_code, frame.f_lasti


_RECORDER = f"{__package__}."


def _is_machinery(names: Mapping[str, Any]) -> bool:
    return _is_machinery_name(names.get("__name__"))


@cache
def _is_machinery_name(name: str | None) -> bool:
    return str(name).startswith((_RECORDER, "numpy."))


def is_called(frame: FrameType, name: str) -> bool:
    """Whether a frame calls NumPy's function of this name itself; code in C has no frame."""
    return not _is_machinery(frame.f_globals) and _mentions(frame.f_code, frame.f_lasti, name)


@cache
def _mentions(code: CodeType, instruction: int, name: str) -> bool:
    return name in (source_of(code, instruction).text or code.co_names)


def position_of(error: BaseException, skip: Collection[str] = ()) -> Source | None:
    """Where an error arose, in the innermost code that is no library's, nor the recorder's.

    skip: files that are to be passed over too. None where nothing is left.
    """
    if isinstance(error, DifferentRunsError) and error.source:
        return error.source
    if isinstance(error, SyntaxError) and error.filename:
        line, column = error.lineno or 1, error.offset or 1
        return Source(error.filename, line, column, line, column)
    found: TracebackType | None = None
    step = error.__traceback__
    while step is not None:
        file = step.tb_frame.f_code.co_filename
        library = file.startswith(("<", *_LIBRARIES)) and not file.startswith(_PACKAGE)
        if not library and not _is_machinery(step.tb_frame.f_globals) and file not in skip:
            found = step
        step = step.tb_next
    return found and source_of(found.tb_frame.f_code, found.tb_lasti)
