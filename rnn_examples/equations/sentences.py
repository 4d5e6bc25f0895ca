r"""Symbols that stand before a value in text: `$y_0$ is [[= … =]]`, `h<sub>0</sub> = [[= … =]]`.

The second is how labels of diagrams and plain text are written.
"""

import re
from collections.abc import Iterator, Sequence

from rnn_examples.authoring import texts
from rnn_examples.authoring.texts import FORMULA
from rnn_examples.authoring.tokens import TOKEN, parse
from rnn_examples.authoring.values import Value, resolve
from rnn_examples.equations import value_symbols, written_symbols
from rnn_examples.equations.value_symbols import Declared
from rnn_examples.render import symbols

SAID = re.compile(
    r"(?:^|[.;:,(]|\b(?:where|so|with|then|that))[ ]*\$(?P<latex>[^$]+)\$[ ]+"
    r"(?:is|equals|=|≈)[ ]+(?:about[ ]+)?(?=\[\[=)"
)
"""A symbol as a formula, of which a sentence says what it is; "the length of $g$ is" is none."""

ROW = re.compile(r"^[ >]*\|[ ]*\$(?P<latex>[^$|]+)\$[ ]*(?=\|)(?P<cells>.*)$", re.M)
CELL = re.compile(r"(?<=\|)[ ]*\$?(?=\[\[=[^\n]*?=\]\]\$?[ ]*\|)")
"""A row of a table that begins with a symbol alone, and in it the cells with one value alone."""

LABEL = re.compile(
    r"(?<![\w\\$.}^′'/⁄])(?P<symbol>[^\W\d_](?:[₀-₉ₜ₋]|_\w+|<sub>[^<]*</sub>)*)"
    r"[ ]*[=≈][ ]*(?=\[\[=)"
)
"""A symbol in plain text or in a diagram's label."""

BLOCK = re.compile(r"\$\$.*?\$\$|" + FORMULA.pattern, re.S)


def faults(lines: Sequence[str], declared: Declared) -> Iterator[tuple[int, int, str]]:
    """Line and column of each value behind the symbol of another, and what is wrong with it."""
    text = "\n".join(lines)
    for end, symbol, is_plain in sorted(_labels(text)):
        value = _value_at(text, end)
        if value is None or value.token.name is None or value.token.view == "shape":
            continue
        if is_plain:
            is_right = symbol in _plain_symbols(value) or declared.get(symbol) == value.path
        else:
            written = written_symbols.units(symbol) or []
            is_right = not written_symbols.is_symbol(written) or value_symbols.stands_for(
                "".join(written), value, declared
            )
        if not is_right:
            yield *texts.position(text, end), value_symbols.wrong_symbol(value)


def _labels(text: str) -> Iterator[tuple[int, str, bool]]:
    """Where a value begins, the symbol that is said to be its, and whether it is plain text."""
    for match in SAID.finditer(text):
        yield match.end(), match["latex"], False
    for row in ROW.finditer(text):
        for cell in CELL.finditer(text, row.start("cells"), row.end()):
            yield cell.end(), row["latex"], False
    plain = BLOCK.sub(texts.blank, text)
    for match in LABEL.finditer(plain):
        yield match.end(), match["symbol"], True


def _value_at(text: str, start: int) -> Value | None:
    token = TOKEN.match(text, start)
    if token is None:
        return None
    try:
        return resolve(parse(token["body"]))
    except ValueError:  # reported where it is read
        return None


def _plain_symbols(value: Value) -> set[str]:
    """How a value's symbol is written without LaTeX."""
    name = value.name
    return {name, symbols.plain(name), re.sub(r"</?var>", "", symbols.html(name))}
