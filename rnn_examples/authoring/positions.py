"""Where a formula or a diagram of the finished page stands in its file."""

import re
from collections.abc import Sequence

from rnn_examples.authoring import texts

CODE = re.compile(r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)", re.S)
"""Inline code and fenced code."""

DISPLAY = r"(?:\$\$|\\\[|(?=\\begin))\s*"
INLINE = r"(?:(?<![\\$])\$|\\\()\s*"
FENCE = r"(?:`{3,}|~{3,})[^\n]*\bmermaid\b[^\n]*\n\s*"

NEXT_ROW = r"[ \t]*\n[ \t>#]*"
"""Between two rows may stand what a list, a quotation or a notebook's comment indents them by."""


def without_code(text: str) -> str:
    """The text with blanks in place of code."""
    return CODE.sub(texts.blank, text)


def rows_of(
    lines: Sequence[str], fragment: str, opening: str, nth: int
) -> list[tuple[int, int]] | None:
    """Line and column, from 1, at which each row of the fragment starts; None if it is not there.

    opening: what stands before it, DISPLAY, INLINE or FENCE.
    nth: which one of several that read the same, from 0; the last if there are fewer.
    """
    text = "\n".join(lines)
    if opening != FENCE:
        text = without_code(text)
    rows = fragment.split("\n")
    while rows and not rows[0].strip():
        rows.pop(0)
    while rows and not rows[-1].strip():
        rows.pop()
    if not rows:
        return None
    body = NEXT_ROW.join(re.escape(row.strip()) for row in rows)
    found = list(re.finditer(f"{opening}(?P<here>{body})", text))
    if not found:
        return None
    first, column = texts.position(text, found[min(nth, len(found) - 1)].start("here"))
    places = [(first, column)]
    for row, line in zip(rows[1:], lines[first:], strict=False):
        at = line.find(row.strip()) if row.strip() else 0
        places.append((first + len(places), max(at, 0) + 1))
    return places


def in_fragment(fragment: str, position: int, rows: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Line and column of a character of the fragment, given where its rows start."""
    before = fragment[:position]
    led = len(fragment) - len(fragment.lstrip())
    skipped = fragment[:led].count("\n")
    row = max(before.count("\n") - skipped, 0)
    line_start = before.rfind("\n") + 1
    written = fragment[line_start:].split("\n", 1)[0]
    indent = len(written) - len(written.lstrip())
    line, column = rows[min(row, len(rows) - 1)]
    return line, column + max(position - line_start - indent, 0)


def as_written(position: int, spans: Sequence[tuple[int, int, int, int]]) -> int:
    """Turn a position in a filled formula into one in what the author wrote.

    spans: of each token, where it starts and ends, filled and as written.
    """
    for start, end, raw_start, raw_end in reversed(spans):
        if position >= end:
            return position - end + raw_end
        if position >= start:
            return raw_start
    return position


def find(lines: Sequence[str], text: str) -> tuple[int, int]:
    """Line and column where the text first stands, outside code if it does; else the top."""
    whole = "\n".join(lines)
    outside = without_code(whole)
    return texts.place(outside if text in outside else whole, text)
