"""What a name is: an identifier of Python, as Python reads it.

Python takes letters of every script, with the marks on them (पानी, x̂), digits and _, and reads them
in Unicode's normal form NFKC: µ, the micro sign, is μ, the Greek letter. So one name is written in
one way everywhere: in a trace, a token, the lock, a page's data and an address. The browser's
counterpart is in docs/javascripts/graph/names.js.
"""

import unicodedata

PATTERN = r"[^\W\d][^\s!-/:-@\[-^`{-~]*"
"""Finds a name in text, marks included, which \\w leaves out; `is_name` judges what is found."""

HELP = "use letters, digits and _, and begin with a letter"


def normal(name: str) -> str:
    """The one way in which a name is written."""
    return name if name.isascii() else unicodedata.normalize("NFKC", name)


def is_name(text: str) -> bool:
    """Whether a text is a name, written as `normal` writes it."""
    return text.isidentifier() and text == normal(text)
