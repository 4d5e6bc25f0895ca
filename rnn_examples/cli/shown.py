"""An example as the command shows it: in a terminal, as LaTeX, as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.text import Text

from rnn_examples.authoring.tokens import Token, examples_in, parse
from rnn_examples.authoring.values import find_example, resolve, single_example
from rnn_examples.diagnostics import relative
from rnn_examples.render import derivation, symbols
from rnn_examples.render.arrays import array
from rnn_examples.render.boxes import END, START, padded, width
from rnn_examples.render.numbers import Numbers
from rnn_examples.render.signs import encodable
from rnn_examples.render.unicode import unicode
from rnn_examples.worked_example import WorkedExample


@dataclass(frozen=True)
class Shown:
    """An example, and which of its values are asked for."""

    name: str
    example: WorkedExample
    values: tuple[str, ...]
    numbers: Numbers


def shown(path: str) -> Shown:
    """Find an example or one of its values. Raises ValueError with what would be right."""
    token = parse(path)
    with single_example(token.example):
        return _found(path, token)


def _found(path: str, token: Token) -> Shown:
    example = find_example(token.example)
    if token.name is None:
        return Shown(token.example, example, tuple(example.trace.names), Numbers(example.trace))
    if token.index:
        raise ValueError(f"{path}: a value is shown whole: {token.example}.{token.name}")
    resolve(token)
    return Shown(token.example, example, (token.name,), Numbers(example.trace))


def pages(docs: Path) -> Mapping[str, Sequence[str]]:
    """The pages that name each example, by their files in docs/."""
    found: dict[str, list[str]] = {}
    for file in sorted(docs.rglob("*.md")):
        for name in examples_in(file.read_text("utf-8", "replace")):
            found.setdefault(name, []).append(file.relative_to(docs).as_posix())
    return found


def _checked(found: Shown, name: str) -> str:
    return ", ".join(
        f"{checked.oracle}: differs by {checked.difference:.1g} at most"
        for checked in found.example.checks.values.get(name, ())
    )


# In a terminal.


def as_text(found: Shown, encoding: str = "utf-8") -> Text:
    """Every value with its derivation; numbers in colour, what checked them beside.

    encoding: the terminal's, which decides how wide a sign is.
    """
    text = Text()
    place = f"{relative(found.example.file)}:{found.example.line}"
    text.append(f"{found.name}", "bold").append(f"  {found.example.trace.function}  {place}\n\n")
    heads = {name: encodable(symbols.plain(name), encoding) for name in found.values}
    wide = max([LEAST, *map(width, heads.values())])
    for name in found.values:
        for line in _lines(found, name, padded(heads[name], wide, ">"), encoding):
            _append(text, line)
        checked = _checked(found, name)
        if checked and found.example.trace[name].operands:
            text.append(f"    ✓ {checked}\n", "green")
        text.append("\n")
    return text


LEAST = 6
"""The least room for the names, which stand one below the other."""


def _lines(found: Shown, name: str, head: str, encoding: str) -> Iterator[str]:
    node = found.example.trace[name]
    numbers = found.numbers.long_enough(node)
    try:
        lines = [(line.relation, line.expression) for line in derivation.derive(numbers, name)]
    except ValueError:  # given; or too long to be read, when its value says enough
        lines = [(numbers.relation(node).plain, array(numbers, node))]
    signs = [encodable(relation, encoding) for relation, _ in lines]
    longest = max(map(len, signs))
    for sign, (_, expression) in zip(signs, lines, strict=True):
        yield from _aligned(f"{head} {sign:{longest}} ", unicode(expression, encoding))
        head = " " * width(head)


def _aligned(head: str, body: str) -> list[str]:
    """The head before the middle line of the body."""
    rows = body.split("\n")
    middle = (len(rows) - 1) // 2
    return [(head if n == middle else " " * width(head)) + row for n, row in enumerate(rows)]


def _append(text: Text, line: str) -> None:
    for n, piece in enumerate(line.split(START)):
        number, _, rest = piece.partition(END) if n else ("", "", piece)
        text.append(number, "cyan").append(rest)
    text.append("\n")


# For other programs.


def as_latex(found: Shown) -> str:
    """The derivations, one a line."""
    made = []
    for name in found.values:
        numbers = found.numbers.long_enough(found.example.trace[name])
        try:
            made.append(derivation.derivation(numbers, name, lambda piece: piece.latex))
        except ValueError:
            made.append(derivation.equation(numbers, name, lambda piece: piece.latex))
    return "\n".join(made) + "\n"


def as_json(found: Shown) -> dict[str, Any]:
    """The values: numbers as they are printed, what made them, what checked them."""
    return {
        "example": found.name,
        "function": found.example.trace.function,
        "file": relative(found.example.file),
        "line": found.example.line,
        "values": {name: _value_as_json(found, name) for name in found.values},
    }


def _value_as_json(found: Shown, name: str) -> dict[str, Any]:
    node = found.example.trace[name]
    entries = list(found.numbers.long_enough(node).entries(node))
    return {
        "shape": list(node.shape),
        "printed": [number.text for number in entries],
        "exact": [number.exact for number in entries],
        "made_by": node.source.text if node.source else None,
        "checked_by": [
            {"oracle": c.oracle, "tolerance": c.tolerance, "difference": c.difference}
            for c in found.example.checks.values.get(name, ())
        ],
    }
