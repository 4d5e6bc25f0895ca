"""The LaTeX of a derivation in Unicode characters, for a terminal: matrices stand in tall brackets.

It reads the LaTeX that this package writes, not all there is.
"""

import re
import unicodedata
from dataclasses import dataclass
from html.entities import html5
from itertools import pairwise

START, END = "\ue000", "\ue001"
"""Without width: around what the terminal shows in colour."""

TOKEN = re.compile(r"\\(?:(?:left|right)[(\[)\]]|[a-zA-Z]+|.)|[{}^_&]|\s+|[^\\{}^_&\s]+")
SYMBOLS = {
    r"\approx": "≈",
    r"\cdot": "·",
    r"\circ": "∘",
    r"\cdots": "⋯",
    r"\ddots": "⋱",
    r"\dots": "…",
    r"\ge": "≥",
    r"\le": "≤",
    r"\lVert": "‖",
    r"\ne": "≠",
    r"\odot": "⊙",
    r"\oslash": "⊘",
    r"\partial": "∂",
    r"\rVert": "‖",
    r"\times": "×",
    r"\top": "ᵀ",
    r"\vdots": "⋮",
    r"\,": " ",
    r"\_": "_",
}
FUNCTIONS = (r"\exp", r"\log", r"\max", r"\tanh")
RAISED = str.maketrans("0123456789+-−*Tᵀ", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻*ᵀᵀ")
LOWERED = str.maketrans("0123456789+-−t", "₀₁₂₃₄₅₆₇₈₉₊₋₋ₜ")
BRACKETS = {
    "(": "⎛⎜⎝",
    ")": "⎞⎟⎠",
    "[": "⎡⎢⎣",
    "]": "⎤⎥⎦",
}
RELATIONS = tuple("=≈≥≤≠<>+−·×⊙⊘/")


@dataclass(frozen=True)
class Box:
    """Lines of equal width. base: the one on which the text beside it stands."""

    lines: tuple[str, ...]
    base: int = 0

    @property
    def width(self) -> int:
        return _width(self.lines[0])


def _width(text: str) -> int:
    return sum(not unicodedata.combining(c) and c not in (START, END) for c in text)


def _padded(text: str, width: int, align: str) -> str:
    room = width - _width(text)
    left = {"<": 0, "^": room // 2, ">": room}[align]
    return " " * left + text + " " * (room - left)


def beside(*boxes: Box) -> Box:
    """Boxes in a row, their bases on one line."""
    above = max(box.base for box in boxes)
    below = max(len(box.lines) - box.base for box in boxes)
    rows = [
        "".join(
            box.lines[n - above + box.base]
            if 0 <= n - above + box.base < len(box.lines)
            else " " * box.width
            for box in boxes
        )
        for n in range(above + below)
    ]
    return Box(tuple(rows), above)


def stacked(boxes: list[Box], base: int) -> Box:
    """Boxes one below the other, their middles in one column."""
    width = max(box.width for box in boxes)
    return Box(tuple(_padded(line, width, "^") for box in boxes for line in box.lines), base)


def fenced(inside: Box, left: str, right: str) -> Box:
    """A box between brackets of its height."""
    return beside(_bracket(left, inside), inside, _bracket(right, inside))


def _bracket(bracket: str, inside: Box) -> Box:
    height = len(inside.lines)
    if height == 1:
        return Box((bracket,))
    top, middle, bottom = BRACKETS[bracket]
    return Box((top, *[middle] * (height - 2), bottom), inside.base)


def unicode(latex: str) -> str:
    """The formula in as many lines as it needs."""
    box = _Reader(TOKEN.findall(latex)).row()
    return "\n".join(line.rstrip() for line in box.lines)


class _Reader:
    """Reads the pieces of a formula, one after the other."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def next(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def row(self, *ends: str) -> Box:
        """Everything up to one of the ends, which is left for whoever asked."""
        boxes: list[Box] = []
        while self.peek() and self.peek() not in ends:
            token = self.peek()
            if token in ("^", "_"):
                self.next()
                boxes.append(_script(boxes.pop(), self.argument(), token))
            elif token.isspace():
                self.next()
            else:
                boxes.append(self.piece())
        return _spaced(boxes)

    def argument(self) -> Box:
        """What stands in braces, or one piece."""
        if self.peek() != "{":
            return self.piece()
        self.next()
        box = self.row("}")
        self.next()
        return box

    def piece(self) -> Box:
        if self.peek() == "{":
            return self.argument()
        piece = self.next()
        if piece[1:] in COMMANDS and piece[0] == "\\":
            return COMMANDS[piece[1:]](self)
        return Box((_character(piece),))

    def verbatim(self) -> str:
        """The text in braces, as it is."""
        self.next()
        text = ""
        while self.peek() != "}":
            token = self.next()
            text += SYMBOLS.get(token, token)
        self.next()
        return text

    def matrix(self) -> list[list[Box]]:
        """The rows of an environment."""
        rows = [[]]  # type: list[list[Box]]
        while True:
            rows[-1].append(self.row("&", r"\\", r"\end"))
            end = self.next()
            if end == r"\\":
                rows.append([])
            elif end == r"\end":
                self.verbatim()
                return rows


def _character(piece: str) -> str:
    if piece in SYMBOLS:
        return SYMBOLS[piece]
    if piece in FUNCTIONS:
        return piece[1:]
    if piece.startswith("\\"):
        return html5[f"{piece[1:]};"]  # a Greek letter has the same name in HTML
    return piece.replace("-", "−")


def _spaced(boxes: list[Box]) -> Box:
    """A row, with room where two boxes need it, but none after a sign that leads."""
    spaced = boxes[:1] or [Box(("",))]
    for left, right in pairwise(boxes):
        if _apart(left, right) and spaced != [Box(("−",))]:
            spaced.append(Box((" ",)))
        spaced.append(right)
    return beside(*spaced)


def _apart(left: Box, right: Box) -> bool:
    """Whether there is room between: around relations and what is tall, and between letters."""
    before, after = left.lines[0], right.lines[0]
    if len(left.lines) > 1:
        return True
    if len(right.lines) > 1:  # a function stands close to its matrix
        return len(before) == 1 or not before.isalpha()
    if before in RELATIONS or after in RELATIONS:
        return True
    ends = before[-1:].isalnum() or before.endswith(END)
    return ends and (after[:1].isalnum() or after.startswith(START))


def _script(base: Box, script: Box, kind: str) -> Box:
    """An index or a power: in small characters where there are any."""
    table, sign = (RAISED, "^") if kind == "^" else (LOWERED, "_")
    text = script.lines[0]
    if len(script.lines) == 1 and all(ord(c) in table for c in text):
        script = Box((text.translate(table),))
    else:
        script = beside(Box((sign,)), script if len(text) == 1 else fenced(script, "(", ")"))
    return beside(base, Box(script.lines, script.base))


def _fraction(reader: _Reader) -> Box:
    above, below = reader.argument(), reader.argument()
    bar = Box(("─" * (max(above.width, below.width) + 2),))
    return stacked([above, bar, below], len(above.lines))


def _fences(reader: _Reader, left: str, right: str) -> Box:
    inside = reader.row(rf"\right{right}")
    reader.next()
    return fenced(inside, left, right)


def _environment(reader: _Reader) -> Box:
    name = reader.verbatim()
    rows = reader.matrix()
    widths = [max(box.width for box in column) for column in zip(*rows, strict=True)]
    align = "<" if name == "cases" else ">"
    made = []
    for row in rows:
        parts = []
        for box, width in zip(row, widths, strict=True):
            lines = tuple(_padded(line, width, align) for line in box.lines)
            parts += [Box(("  ",)), Box(lines, box.base)]
        made.append(beside(*parts[1:]))
    height = sum(len(row.lines) for row in made)
    box = stacked(made, (height - 1) // 2)
    if name == "bmatrix":
        return fenced(box, "[", "]")
    brace = ("⎧", *["⎨"] * (height - 2), "⎩") if height > 2 else ("⎰", "⎱")
    return beside(Box(brace, box.base), box)


def _hat(reader: _Reader) -> Box:
    box = reader.argument()
    return Box((unicodedata.normalize("NFC", box.lines[0] + "\u0302"),))


COMMANDS = {
    "begin": _environment,
    "frac": _fraction,
    "hat": _hat,
    "left(": lambda reader: _fences(reader, "(", ")"),
    "left[": lambda reader: _fences(reader, "[", "]"),
    "mathrm": lambda reader: Box((reader.verbatim(),)),
    "operatorname": lambda reader: Box((reader.verbatim(),)),
    "sqrt": lambda reader: beside(Box(("√",)), fenced(reader.argument(), "(", ")")),
    "text": lambda reader: Box((reader.verbatim(),)),
}
