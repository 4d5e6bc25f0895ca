"""Plain signs for a terminal or a file whose encoding has no others: ~= for ≈, h_1 for h₁.

They are a codec's error handler, `errors=SIGNS`: what the encoding has stays as it is.
"""

import codecs
import re
import unicodedata
from html.entities import codepoint2name

SIGNS = "signs"
"""The error handler's name."""

PLAIN = {
    "≈": "~=",
    "≠": "!=",
    "≤": "<=",
    "≥": ">=",
    "−": "-",
    "–": "-",
    "—": "-",
    "─": "-",
    "±": "+-",
    "×": "x",
    "·": "*",
    "⊙": "*",
    "⊘": "/",
    "∘": "o",
    "√": "sqrt",
    "⁄": "/",
    "∂": "d",
    "‖": "||",
    "∞": "inf",
    "→": "->",
    "…": "...",
    "⋯": "...",
    "⋱": "...",
    "⋮": ":",
    "✓": "ok",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "\N{COMBINING CIRCUMFLEX ACCENT}": "_hat",
    **dict.fromkeys("⎛⎜⎝", "("),
    **dict.fromkeys("⎞⎟⎠", ")"),
    **dict.fromkeys("⎡⎢⎣", "["),
    **dict.fromkeys("⎤⎥⎦", "]"),
    **dict.fromkeys("⎧⎨⎩⎰⎱", "{"),
}

SCRIPT = re.compile("(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵀ]+)|[₀₁₂₃₄₅₆₇₈₉₊₋ₜ]+")
"""Indices and powers in small characters."""

GREEK = {chr(n): codepoint2name[n] for n in range(0x391, 0x3CA) if n in codepoint2name}

ACCENTS = "\u0300", "\u036f"
"""From the first to the last; a letter stays without."""


def encodable(text: str, encoding: str) -> str:
    """The text as it is read after printing in this encoding."""
    return text.encode(encoding, SIGNS).decode(encoding)


def _replace(error: UnicodeError) -> tuple[str, int]:
    """What stands for the characters that are missing, and where they end."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    made, at = "", error.start
    while at < error.end:
        script = SCRIPT.match(error.object, at)  # an index is written whole, if one sign is missing
        if script:
            sign = "^" if script["raised"] else "_"
            made += sign + unicodedata.normalize("NFKC", script[0]).replace("−", "-")
            at = script.end()
        else:
            made += _plain(error.object[at])
            at += 1
    return made, at


def _plain(sign: str) -> str:
    """One character in ASCII; its number if there is no better way."""
    if sign.isascii():
        return sign
    if sign in PLAIN:
        return PLAIN[sign]
    if sign in GREEK:
        return GREEK[sign]
    if ACCENTS[0] <= sign <= ACCENTS[1]:
        return ""
    parts = unicodedata.normalize("NFKD", sign)
    if parts != sign:
        return "".join(map(_plain, parts))
    return sign.encode("ascii", "backslashreplace").decode()


codecs.register_error(SIGNS, _replace)
