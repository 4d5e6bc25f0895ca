r"""Symbols that stand before a value in text: `$y_0$ is [[= … =]]`, `h<sub>0</sub> = [[= … =]]`.

The second is how labels of diagrams and plain text are written.
"""

import re
from collections.abc import Iterator, Sequence

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

LABEL = re.compile(
    r"(?<![\w\\$.}^′'/⁄])(?P<symbol>[^\W\d_](?:[₀-₉ₜ₋]|_\w+|<sub>[^<]*</sub>)*)"
    r"[ ]*[=≈][ ]*(?=\[\[=)"
)
"""A symbol in plain text or in a diagram's label."""

BLOCK = re.compile(r"\$\$.*?\$\$|" + FORMULA.pattern, re.S)


def faults(lines: Sequence[str], declared: Declared) -> Iterator[tuple[int, int, str]]:
    """Line and column of each value behind the symbol of another, and what is wrong with it."""
    text = "\n".join(lines)
    found = [(match, match["latex"], False) for match in SAID.finditer(text)]
    plain = BLOCK.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    found += [(match, match["symbol"], True) for match in LABEL.finditer(plain)]
    for match, symbol, is_plain in found:
        value = _value_at(text, match.end())
        if value is None or value.token.name is None:
            continue
        if is_plain:
            path = f"{value.token.example}.{value.name}"
            is_right = symbol in _plain_symbols(value) or declared.get(symbol) == path
        else:
            written = written_symbols.units(symbol) or []
            is_right = not written_symbols.is_symbol(written) or value_symbols.stands_for(
                "".join(written), value, declared
            )
        if not is_right:
            n = text.count("\n", 0, match.end())
            column = match.end() - text.rfind("\n", 0, match.end())
            yield n + 1, column, value_symbols.wrong_symbol(value)


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
