"""Expressions in Unicode characters, for a terminal: matrices stand in tall brackets."""

from collections.abc import Callable
from itertools import islice
from typing import Any

from rnn_examples.render import symbols
from rnn_examples.render.boxes import ENCODING, END, START, Box, beside, fenced, grid, stacked, text
from rnn_examples.render.expressions import (
    Call,
    Cases,
    Expression,
    Fenced,
    Fraction,
    GuardedNumber,
    Item,
    Juxtaposed,
    Matrix,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Relation,
    Root,
    Sequence,
    Sum,
    Text,
)
from rnn_examples.render.pieces import Paren

RAISED = str.maketrans("0123456789+-−*Tᵀ", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻*ᵀᵀ")
LOWERED = str.maketrans("0123456789+-−t", "₀₁₂₃₄₅₆₇₈₉₊₋₋ₜ")


def unicode(expression: Expression, encoding: str = "utf-8") -> str:
    """Print an expression in as many lines as it needs; its numbers stand between START and END.

    encoding: in which its columns meet, once plain signs replace those that the encoding lacks.
    """
    ENCODING.set(encoding)
    return "\n".join(line.rstrip() for line in _box(expression).lines)


def _box(expression: Expression) -> Box:
    return PRINTERS[type(expression)](expression)


def _joined(separator: str, boxes: list[Box]) -> Box:
    parts = (part for box in boxes for part in (text(separator), box))
    return beside(*islice(parts, 1, None))


def _script(base: Box, script: Box, kind: str) -> Box:
    """An index or a power: in small characters where there are any."""
    table, sign = (RAISED, "^") if kind == "^" else (LOWERED, "_")
    line = script.lines[0]
    if len(script.lines) == 1 and all(ord(character) in table for character in line):
        script = text(line.translate(table))
    else:
        script = beside(text(sign), script if len(line) == 1 else fenced(script, "(", ")"))
    return beside(base, script)


def _symbol(name: str) -> Box:
    derivative = symbols.derivative(name)
    if derivative:
        sign, above, below = derivative
        return _over(beside(text(sign), _symbol(above)), beside(text(sign), _symbol(below)))
    function = symbols.function(name)
    if function:
        (_, form), of = function
        before, after = form.split("{}")
        return beside(text(before), _symbol(of), text(after))
    base, mark, subscripts = symbols.parts(name)
    letter = text(symbols.letter(base, mark))
    below = ",".join(subscripts).replace("-", "−")
    return _script(letter, text(below), "_") if below else letter


def _number(part: Number) -> Box:
    return text(f"{START}{part.number.plain}{END}")


def _guarded(part: GuardedNumber) -> Box:
    number = _number(Number(part.number))
    is_shown = Paren("(", part.number, part.around_powers).is_shown
    return beside(text("("), number, text(")")) if is_shown else number


def _sum(part: Sum) -> Box:
    (_, first), *others = part.terms
    signed = (box for sign, term in others for box in (text(f" {sign} "), _box(term)))
    return beside(_box(first), *signed)


def _between(part: Product | Relation) -> Box:
    return beside(_box(part.left), text(f" {part.sign} "), _box(part.right))


def _over(above: Box, below: Box) -> Box:
    bar = text("─" * (max(above.width, below.width) + 2))
    return stacked([above, bar, below], len(above.lines))


def _power(part: Power) -> Box:
    exponent = _box(part.exponent)
    if part.elementwise:
        exponent = beside(text("∘"), exponent)
    return _script(_box(part.base), exponent, "^")


def _call(part: Call) -> Box:
    function = text(part.function)
    if part.subscript:
        function = _script(function, text(part.subscript), "_")
    inside = _joined(", ", [_box(argument) for argument in part.arguments])
    return beside(function, fenced(inside, "(", ")") if part.is_fenced else inside)


def _item(part: Item) -> Box:
    indices = _joined(",", [_box(index) for index in part.indices])
    return beside(_box(part.table), fenced(indices, "[", "]"))


def _matrix(part: Matrix) -> Box:
    rows = [[_box(entry) for entry in row] for row in part.rows] or [[text(" ")]]
    return fenced(grid(rows, ">"), "[", "]")


def _sequence(part: Sequence) -> Box:
    return fenced(_joined(", ", [_box(item) for item in part.items]), "(", ")")


def _cases(part: Cases) -> Box:
    where = beside(text("where "), _box(part.condition))
    box = grid([[_box(part.yes), where], [_box(part.no), text("elsewhere")]], "<")
    height = len(box.lines)
    brace = ("⎧", *["⎨"] * (height - 2), "⎩") if height > 2 else ("⎰", "⎱")
    return beside(Box(brace, box.base), box)


PRINTERS: dict[type[Expression], Callable[[Any], Box]] = {
    Text: lambda part: text(part.text),
    Name: lambda part: _symbol(part.name),
    Number: _number,
    GuardedNumber: _guarded,
    Fenced: lambda part: fenced(_box(part.inside), *part.fences),
    Sum: _sum,
    Negative: lambda part: beside(text("−"), _box(part.operand)),
    Product: _between,
    Relation: _between,
    Juxtaposed: lambda part: beside(_box(part.left), text(" "), _box(part.right)),
    Fraction: lambda part: _over(_box(part.above), _box(part.below)),
    Power: _power,
    Root: lambda part: beside(text("√"), fenced(_box(part.operand), "(", ")")),
    Call: _call,
    Item: _item,
    Matrix: _matrix,
    Sequence: _sequence,
    Cases: _cases,
}
