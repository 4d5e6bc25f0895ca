"""Numbers in the text of the package's code that go stale: how long, how large, how many.

Docstrings and comments stand on the site too, and no name binds what they say to what is so. So
they measure nothing: no number there has a unit of time or of memory, or counts the parts of the
project. Others, as those of examples, sizes and equations, are left alone.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from rnn_examples.authoring import texts
from rnn_examples.diagnostics import Diagnostic

UNIT = (
    "(?:ms|[µu]s|s|seconds?|minutes?|hours?|bytes|[gkmGKM]i?B"
    "|checks|examples|files|functions|lines|modules|notebooks|pages|tests)"
)

MEASURED = re.compile(rf"(?<![\w.:,])\d[\d.,]*(?:\s?[–-]\s?\d[\d.,]*)?[\s-]?{UNIT}\b(?!\()")


def faults(modules: Iterable[Path]) -> Iterator[Diagnostic]:
    """Every such number in the docstrings and comments of some modules."""
    for module in modules:
        for line, column, number in _found(texts.read(module)):
            what = f"{number!r} goes stale: nobody computes it here; say it without a number"
            yield Diagnostic(str(module), line, column, what)


@lru_cache(1024)
def _found(text: str) -> list[tuple[int, int, str]]:
    """Where each stands in a module's text, and how it is written."""
    found = []
    for match in MEASURED.finditer(text):
        line, column = texts.position(text, match.start())
        if line in _lines(text):
            found.append((line, column, " ".join(match[0].split())))
    return found


def _lines(text: str) -> set[int]:
    """The lines of a module that have a docstring or a comment."""
    found = set[int]()
    with suppress(SyntaxError, tokenize.TokenError):  # reported when it is imported
        for node in ast.walk(ast.parse(text)):
            value = node.value if isinstance(node, ast.Expr) else None
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                found |= {*range(value.lineno, (value.end_lineno or value.lineno) + 1)}
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            found |= {token.start[0]} if token.type == tokenize.COMMENT else set()
    return found
