"""Code on a page: whether its numbers are given to a program, or stand there as its results.

A program has its own numbers: arguments, indices, options. What it prints, compares or is worth is
a result, and nobody has run it.
"""

import ast
import json
import re
from contextlib import suppress

COMMAND = re.compile(r"(?:\$ |(?:cd|git|jupytext|make|mkdocs|pip|python3?|rnn-examples|uv)\b)")
"""How a command begins."""

CALLED = re.compile(r"(?P<name>[A-Za-z_][\w.]*)(?P<open>[(\[])")
RESULTS = ("array", "tensor", "Tensor", "Matrix")
"""Names with brackets by which results are printed: array([0.3])."""

GIVEN = re.compile(
    r"\[\[[=?].*?[=?]\]\]"
    r"|\b[A-Za-z_]\w*=\d+\b(?![.,]\d)"
    r"|(?<!\w)--?[A-Za-z][\w-]*(?:[ =]\S+)?"
    r"|[A-Za-z_)][ ]*(?:\*\*|[-+*/@%])[ ]*\d(?![\w.])"
    r"|(?<![\w.])\d[ ]*[-+*/@%][ ]*(?=[A-Za-z_(])"
)
"""Tokens, settings without a point, options, small numbers that are computed with."""


def without_given(code: str) -> str:
    """Code in a sentence, without what is given to the program: the rest is read as text."""
    if COMMAND.match(code):
        return ""
    kept, end = "", 0
    for call in CALLED.finditer(code):
        if call.start() >= end and call["name"] not in RESULTS:
            kept += code[end : call.end("name")]
            end = _closing(code, call.start("open"))
    return GIVEN.sub(" ", kept + code[end:])


def _closing(code: str, start: int) -> int:
    """The place behind the bracket that closes the one at start; the end if none does."""
    depth = 0
    for place in range(start, len(code)):
        depth += (code[place] in "([{") - (code[place] in ")]}")
        if not depth:
            return place + 1
    return len(code)


def is_result(block: str) -> bool:
    """Whether a block of code shows what code gives: a session, data, a bare or asserted number."""
    if re.search(r"^\s*>>> ", block, re.M):
        return True
    with suppress(ValueError):
        if isinstance(json.loads(block), dict | list):
            return True
    with suppress(SyntaxError, ValueError):
        return any(_shows(statement) for statement in ast.walk(ast.parse(block)))
    return False


def _shows(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.List(elts=shown) | ast.Tuple(elts=shown)):
            return any(map(_is_number, shown))
        case ast.Expr(value=shown):
            return _is_number(shown)
        case ast.Assert(test=ast.Compare(comparators=sides)):
            return any(map(_is_number, sides))
    return False


def _is_number(node: ast.AST) -> bool:
    """Whether it is a number as it stands, with or without a sign."""
    if isinstance(node, ast.UnaryOp):
        return _is_number(node.operand)
    value = node.value if isinstance(node, ast.Constant) else None
    return isinstance(value, int | float) and not isinstance(value, bool)
