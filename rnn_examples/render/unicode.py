"""The LaTeX of a derivation in Unicode characters, for a terminal: matrices stand in tall brackets.

It reads the LaTeX that this package writes, not all there is.
"""

import re
import unicodedata
from dataclasses import dataclass

START, END = "\ue000", "\ue001"
"""Without width: around what the terminal shows in colour."""

TOKEN = re.compile(r"\\(?:[a-zA-Z]+|.)|[{}^_&]|\s+|[^\\{}^_&\s]+")
SYMBOLS = {
    r"\approx": "≈",
    r"\cdot": "·",
    r"\circ": "∘",
    r"\cdots": "⋯",
    r"\ddots": "⋱",
    r"\dots": "…",
    r"\ge": "≥",
    r"\le": "≤",
    r"\ne": "≠",
    r"\odot": "⊙",
    r"\oslash": "⊘",
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


def _padded(text: str, width: int, align: str = "<") -> str:
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


def stacked(boxes: list[Box], base: int, align: str = "^") -> Box:
    """Boxes one below the other."""
    width = max(box.width for box in boxes)
    return Box(tuple(_padded(line, width, align) for box in boxes for line in box.lines), base)


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
                base = boxes.pop() if boxes else Box(("",))
                boxes.append(_script(base, self.argument(), token))
            elif (box := self.piece()) is not None:
                boxes.append(box)
        return _spaced(boxes)

    def argument(self) -> Box:
        """What stands in braces, or one piece."""
        if self.peek() != "{":
            return self.piece() or Box(("",))
        self.next()
        box = self.row("}")
        self.next()
        return box

    def piece(self) -> Box | None:
        if self.peek() == "{":
            return self.argument()
        piece = self.next()
        if piece.isspace():
            return None
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
                while self.peek().isspace():
                    self.next()
                if self.peek().startswith("[0"):
                    self.next()
            elif end == r"\end":
                self.verbatim()
                return rows


def _character(piece: str) -> str:
    if piece in SYMBOLS:
        return SYMBOLS[piece]
    if piece in FUNCTIONS:
        return piece[1:]
    if piece.startswith("\\"):
        name = piece[1:].replace("lambda", "lamda").upper()
        return unicodedata.lookup(f"GREEK SMALL LETTER {name}")
    return piece.replace("-", "−")


def _spaced(boxes: list[Box]) -> Box:
    """A row, with room around relations and between letters that stand side by side."""
    if not boxes:
        return Box(("",))
    spaced: list[Box] = []
    for n, box in enumerate(boxes):
        text = box.lines[0] if len(box.lines) == 1 else ""
        before = boxes[n - 1].lines[0][-1:] if n and len(boxes[n - 1].lines) == 1 else ""
        is_tall = len(box.lines) > 1 or (n > 0 and len(boxes[n - 1].lines) > 1)
        around = text in RELATIONS or before in RELATIONS
        letters = bool(before) and (before.isalnum() or before in "ᵀ₀₁₂₃₄₅₆₇₈₉ₜ" + END)
        letters = letters and (text[:1].isalnum() or text[:1] == START)
        unary = text == "−" and n == 0
        after_unary = n == 1 and before == "−" and boxes[0].lines == ("−",)
        if n and not after_unary and not unary and (around or letters or is_tall):
            is_function = is_tall and before.isalpha() and len(boxes[n - 1].lines[0]) > 1
            if not is_function:
                spaced.append(Box((" ",)))
        spaced.append(box)
    return beside(*spaced)


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


def _fences(reader: _Reader) -> Box:
    left = reader.next()
    rest = left[1:]  # \left(W is one piece but for the bracket
    if rest:
        reader.at -= 1
        reader.tokens[reader.at] = rest
    inside = reader.row(r"\right")
    reader.next()
    right = reader.next()
    if right[1:]:
        reader.at -= 1
        reader.tokens[reader.at] = right[1:]
    return fenced(inside, left[0], right[0])


def _environment(reader: _Reader) -> Box:
    name = reader.verbatim()
    rows = reader.matrix()
    columns = max(len(row) for row in rows)
    widths = [max(row[j].width for row in rows if j < len(row)) for j in range(columns)]
    align = "<" if name in ("cases", "aligned") else ">"
    made = []
    for row in rows:
        boxes = [
            Box(tuple(_padded(line, width, align) for line in box.lines), box.base)
            for box, width in zip(row, widths, strict=False)
        ]
        gap = [Box(("  " if name != "aligned" else " ",))] * len(boxes)
        made.append(beside(*[box for pair in zip(boxes, gap, strict=True) for box in pair][:-1]))
    heights = sum(len(row.lines) for row in made)
    box = stacked(made, (heights - 1) // 2, "<")
    if name == "bmatrix":
        return fenced(box, "[", "]")
    if name == "cases":
        brace = ("⎧", *["⎨"] * (heights - 2), "⎩") if heights > 2 else ("⎰", "⎱")[:heights]
        return beside(Box(brace, box.base), box)
    return box


def _hat(reader: _Reader) -> Box:
    box = reader.argument()
    return Box((unicodedata.normalize("NFC", box.lines[0] + "\u0302"),))


COMMANDS = {
    "begin": _environment,
    "frac": _fraction,
    "hat": _hat,
    "left": _fences,
    "mathrm": lambda reader: Box((reader.verbatim(),)),
    "operatorname": lambda reader: Box((reader.verbatim(),)),
    "sqrt": lambda reader: beside(Box(("√",)), fenced(reader.argument(), "(", ")")),
    "text": lambda reader: Box((reader.verbatim(),)),
}
