"""The code of a notebook: typed numbers in what it prints, values that change by themselves.

A number in a text of the code, in a comment, or handed to print as it stands, is typed by hand. A
cell declares such numbers in its head, each phrase with its reason:

    # %% typed="below 1e-15: the bound that the condition has; 12 %: a quotation"
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from rnn_examples.authoring import texts
from rnn_examples.diagnostics import Diagnostic
from rnn_examples.ledger.numerals import Numeral
from rnn_examples.ledger.rules import NUMERAL, rule
from rnn_examples.ledger.typed_numbers import Literal
from rnn_examples.notebooks.outputs import code_of

TYPED = re.compile(r'^# %%.* typed="(?P<typed>[^"]*)"')
EXAMPLE = '# %% typed="below 3: why"'

COMMENT = re.compile(r"(?:^|\s)#(?!\s*%%)(?P<text>.*)")

PLACES = re.compile(r"%[<>=^+0-9.-]*[a-zA-Z]|\{[^{}]*\}")
"""Formats in a text, which say how a value is printed."""

VALUE = "\ufffc"
"""Stands in a text for a value that is put in."""

CHANGING = re.compile(
    r"time\.(?!sleep\b)\w+|timeit\.\w+|datetime\.(?:\w+\.)?(?:now|today|utcnow)"
    r"|os\.(?:urandom|getpid|times|getloadavg)|uuid\.uuid[14]|(?:secrets|socket|platform)\.\w+"
    r"|(?:urllib|http|requests)\.[\w.]+"
)
"""Calls that give another value at each run, or on each machine."""

DRAWN = re.compile(r"(?P<module>(?:numpy\.)?random)\.(?P<function>\w+)")
SEEDED = ("Generator", "MT19937", "PCG64", "PCG64DXSM", "Philox", "Random", "SFC64", "seed")
"""Generators of random numbers that take a seed."""


def faults(path: Path) -> Iterator[Diagnostic]:
    """What is wrong with the code of a notebook."""
    names: dict[str, str] = {}
    trees = []
    for above, head, code in code_of(texts.read(path)):
        try:
            tree = ast.parse("\n" * above + code)
        except SyntaxError:  # reported when it is run
            continue
        trees.append(tree)
        names |= _imported(tree)
        yield from _typed(path, above, head, _texts(tree, code, above))
    calls = [(call, _dotted(call.func, names)) for tree in trees for call in _calls(tree)]
    has_seed = any(name.endswith("random.seed") and call.args for call, name in calls)
    for call, name in calls:
        if _is_changing(call, name, has_seed=has_seed):
            what = f"{name}() gives another value at each run, so nobody can check what is printed"
            right = "leave it out, or draw from a generator with a seed"
            yield Diagnostic(str(path), call.lineno, call.col_offset + 1, f"{what}: {right}")


# Values that change.


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The names that imports give, and what they stand for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.asname or alias.name.partition(".")[0], alias.name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _dotted(node: ast.expr, names: dict[str, str]) -> str:
    """What a call names, by its module: np.random.rand is numpy.random.rand."""
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value, names)
        return f"{before}.{node.attr}" if before else ""
    return names.get(node.id, "") if isinstance(node, ast.Name) else ""


def _is_changing(call: ast.Call, name: str, *, has_seed: bool) -> bool:
    drawn = DRAWN.fullmatch(name)
    if not drawn:
        return bool(CHANGING.fullmatch(name))
    if drawn["function"] in (*SEEDED, "default_rng", "SeedSequence"):
        return not (call.args or call.keywords)
    return not has_seed


# Numbers that are typed.


def _texts(tree: ast.Module, code: str, above: int) -> Iterator[tuple[int, str]]:
    """Every text of a cell with its line: strings, comments, numbers that are printed.

    above: how many lines of the file stand above its code.
    """
    inside = {id(part) for node in ast.walk(tree) for part in _parts(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.expr):
            continue
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in inside and (is_text or isinstance(node, ast.JoinedStr)):
            yield node.lineno, PLACES.sub(VALUE, _said(node))
    for node in _printed(tree):
        yield node.lineno, ast.unparse(node)
    for n, line in enumerate(code.split("\n"), above + 1):
        comment = COMMENT.search(re.sub(r"(['\"]).*?\1", "", line))
        if comment:
            yield n, comment["text"]


def _parts(node: ast.AST) -> list[ast.AST]:
    """What is read with the text that it is a part of, or how a value is printed."""
    if isinstance(node, ast.JoinedStr):
        return list(node.values)
    if isinstance(node, ast.FormattedValue) and node.format_spec:
        return [node.format_spec, *ast.walk(node.format_spec)]
    return []


def _said(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_said, node.values))
    return str(node.value) if isinstance(node, ast.Constant) else VALUE


def _printed(tree: ast.Module) -> Iterator[ast.expr]:
    """Numbers that are handed to print as they stand, or that a line is worth."""
    for node in ast.walk(tree):
        shown: list[ast.expr] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            shown = node.args if node.func.id in ("print", "display") else []
        elif isinstance(node, ast.Expr):
            shown = [node.value]
        for value in shown:
            number = value.operand if isinstance(value, ast.UnaryOp) else value
            if isinstance(number, ast.Constant) and isinstance(number.value, int | float):
                yield value


def _typed(
    path: Path, above: int, head: str, said: Iterator[tuple[int, str]]
) -> Iterator[Diagnostic]:
    """Numbers in what a cell says that its head does not declare, and what it declares in vain."""
    declared, used = list(_declared(head, above)), set[str]()
    for line, text in said:
        for match in NUMERAL.finditer(text):
            numeral = Numeral(match[0], "", text[: match.start()], text[match.end() :])
            declaring = {each.text for each in declared if each.declares(numeral)}
            used |= declaring
            if not (declaring or rule(match, text, 0)):
                what = f"{match[0]} is typed by hand in what the cell says"
                right = f"compute it, or declare it in the head of the cell: {EXAMPLE}"
                yield Diagnostic(str(path), line, 1, f"{what}; {right}")
    for each in declared:
        if not each.reason or not re.search(r"[^\W\d_]", each.text):
            yield Diagnostic(str(path), above, 1, f"a phrase with its reason is: {EXAMPLE}")
        elif each.text not in used:
            yield Diagnostic(str(path), above, 1, f"{each.text!r} is not in what the cell says")


def _declared(head: str, line: int) -> Iterator[Literal]:
    found = TYPED.match(head)
    for entry in found["typed"].split(";") if found else ():
        phrase, _, reason = entry.partition(":")
        yield Literal(phrase.strip(), reason.strip(), line)
