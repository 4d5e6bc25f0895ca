"""Pieces that can be found again: each carries its value's name, wherever it stands on a page."""

import html
from collections.abc import Callable, Mapping
from types import MappingProxyType

from rnn_examples.render.pieces import Mark, Paren, Piece, Printed, Relation, Size, Word

NONE: Mapping[str, str] = MappingProxyType({})

Marker = Callable[[str, str], Mark]
"""From an example's name and the format that was asked for to how its pieces are written."""


def mark_html(example: str, spec: str = "") -> Mark:
    """Write a piece in HTML: what is seen, its name, and a number's value."""
    return lambda piece: _in_text(example, spec, piece)


def mark_svg(example: str, spec: str = "") -> Mark:
    """Write a piece in a picture: what is seen, and its name."""
    return lambda piece: element(example, spec, piece, "tspan", _kind(piece))


def mark_noted(names: list[str]) -> Marker:
    """Write what is seen alone, and note which value each number is."""

    def mark(example: str, spec: str = "") -> Mark:

        def write(piece: Piece) -> str:
            if isinstance(piece, Printed | Size):
                names.append(f"{example}.{piece.path}")
            return piece.plain

        return write

    return mark


def _in_text(example: str, spec: str, piece: Piece) -> str:
    if not isinstance(piece, Printed):
        return element(example, spec, piece, "span", _kind(piece))
    value = f"{piece.value:.12g}" if isinstance(piece.value, float) else f"{piece.value:d}"
    # A mask holds 1 and 0. Twelve digits: the last ones of a double differ between processors.
    return element(example, spec, piece, "data", _kind(piece), {"value": value})


def _kind(piece: Piece) -> str:
    return {Printed: "computed", Size: "size", Word: "word"}.get(type(piece), "")


def element(
    example: str,
    spec: str,
    piece: Piece,
    tag: str,
    classes: str = "",
    attributes: Mapping[str, str] = NONE,
) -> str:
    """An element of HTML, MathML or SVG that holds the piece, and says what it depends on."""
    written = {"class": classes} if classes else {}
    written |= {**attributes, **_bound(example, piece)}
    if spec and not isinstance(piece, Word | Size):
        written["data-format"] = spec
    text = piece.plain
    if isinstance(piece, Paren):
        text = piece.symbol
        written |= {} if piece.is_shown else {"hidden": ""}
    told = " ".join(f'{key}="{html.escape(value)}"' for key, value in written.items())
    return f"<{tag} {told}>{html.escape(text)}</{tag}>"


def _bound(example: str, piece: Piece) -> dict[str, str]:
    """What the piece follows."""
    match piece:
        case Printed(path=path):
            return {"data-value": f"{example}.{path}"}
        case Paren(number=number, around_powers=powers):
            return {
                "data-paren": f"{example}.{number.path}",
                "data-around": "-e" if powers else "-",
            }
        case Relation(numbers=numbers, follows=follows):
            steps = ";".join(f"{name}:{','.join(operands)}" for name, operands in follows)
            told = {"data-relation": example, "data-exact": " ".join(numbers)}
            return told | ({"data-follows": steps} if steps else {})
        case Word(path=path, language=language):
            return {"data-word": f"{example}.{path}"} | ({"lang": language} if language else {})
        case Size(path=path):
            return {"data-shape": f"{example}.{path}"}
    raise TypeError(f"no way to write a {type(piece).__name__}")


class Placeholders:
    """Pieces on their way through KaTeX or mermaid, in whose place a placeholder stands."""

    def __init__(self, placeholder: Callable[[int, Piece], str]) -> None:
        self._placeholder = placeholder
        self._pieces: list[tuple[str, str, Piece]] = []

    def __len__(self) -> int:
        return len(self._pieces)

    def mark(self, example: str, spec: str = "") -> Mark:
        """Write placeholders for the pieces of this example."""

        def write(piece: Piece) -> str:
            self._pieces.append((example, spec, piece))
            return self._placeholder(len(self._pieces) - 1, piece)

        return write

    def in_text(self, n: int) -> str:
        """The piece of a placeholder in HTML."""
        return _in_text(*self._pieces[n])

    def visible(self, n: int, tag: str, classes: str = "") -> str:
        """The same in SVG, or in an element that has classes of its own."""
        piece = self._pieces[n][2]
        return element(*self._pieces[n], tag, f"{classes} {_kind(piece)}".strip())

    def spoken(self, n: int) -> str:
        """The same in MathML, by what it is: a number, text or an operator."""
        piece = self._pieces[n][2]
        tags = {Printed: "mn", Size: "mn", Word: "mtext"}
        return element(*self._pieces[n], tags.get(type(piece), "mo"))

    def text(self, n: int) -> str:
        """The piece as it is read."""
        return self._pieces[n][2].plain
