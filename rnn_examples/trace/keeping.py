"""Which statement keeps a value after its run: self.h = h_t, seen.append(h_t), a global."""

import ast
import gc
import linecache
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from rnn_examples.trace.positions import DifferentRunsError, caller, source_at, source_of

SHARED = (ast.Global, ast.Nonlocal)
CHANGEABLE = (ast.List, ast.Dict, ast.Set, ast.Call)


def kept_value(value: Any) -> DifferentRunsError:
    """The error that says which statement keeps a value of the run before."""
    sources = [source_of(*place) for place in (value.node.place, caller()) if place]
    found = keeping(value, [(source.file, source.line) for source in sources])
    source = sources[0]
    if found:
        file, statement = found
        end = statement.end_lineno or statement.lineno
        columns = statement.col_offset, statement.end_col_offset
        source = source_at(file, statement.lineno, columns[0], end, columns[1])
    return DifferentRunsError(
        f"{source.text or 'this'} keeps a value of the run before; let the result depend on the "
        "arguments alone: hand the value over as an argument",
        source,
    )


def keeping(value: Any, places: Iterable[tuple[str, int]]) -> tuple[str, ast.stmt] | None:
    """The statement that may keep the value, and its file.

    places: files and lines to look at: on the line itself, then behind it, then above.
    """
    names = set(_names_of(value))
    for file, line in places:
        try:
            tree = ast.parse("".join(linecache.getlines(file)))
        except SyntaxError:  # it has changed since it was run
            continue
        found = [
            statement
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef)
            for statement in _keepers(function, names)
        ]
        if found:
            return file, min(found, key=lambda one: _distance(one, line))
    return None


def _keepers(function: ast.FunctionDef, names: Collection[str]) -> Iterator[ast.stmt]:
    shared = set(_shared(function))
    for statement in ast.walk(function):
        if isinstance(statement, ast.stmt) and _keeps(statement, names or shared, shared):
            yield statement


def _distance(statement: ast.stmt, line: int) -> tuple[bool, int]:
    is_above = (statement.end_lineno or statement.lineno) < line
    return is_above, abs(statement.lineno - line)


def _names_of(value: Any, depth: int = 2) -> Iterator[str]:
    """The attributes, globals and keys under which something is held, or what holds it."""
    for holder in gc.get_referrers(value):
        table = holder if type(holder) is dict else getattr(holder, "__dict__", {})
        yield from (key for key, held in [*table.items()] if held is value and type(key) is str)
        if depth > 1 and type(holder) in (list, dict, tuple):
            yield from _names_of(holder, depth - 1)


def _shared(tree: ast.AST) -> Iterator[str]:
    """Names that outlive a call: global, nonlocal, and parameters with a changeable default."""
    for node in ast.walk(tree):
        if isinstance(node, SHARED):
            yield from node.names
        elif isinstance(node, ast.arguments):
            given = [*node.posonlyargs, *node.args]
            places = zip(reversed(given), reversed(node.defaults), strict=False)
            keywords = zip(node.kwonlyargs, node.kw_defaults, strict=True)
            for argument, default in (*places, *keywords):
                if isinstance(default, CHANGEABLE):
                    yield argument.arg


def _keeps(statement: ast.stmt, names: Collection[str], shared: Collection[str]) -> bool:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        called = statement.value.func  # seen.append(h)
        return isinstance(called, ast.Attribute) and _name(called.value) in {*names, *shared}
    targets = getattr(statement, "targets", [getattr(statement, "target", None)])
    is_assignment = isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign)
    return is_assignment and any(_outlives(target, names, shared) for target in targets)


def _outlives(target: ast.expr, names: Collection[str], shared: Collection[str]) -> bool:
    if isinstance(target, ast.Tuple | ast.List):
        return any(_outlives(one, names, shared) for one in target.elts)
    if isinstance(target, ast.Name):
        return target.id in names and target.id in shared
    if isinstance(target, ast.Subscript):
        return _name(target.value) in {*names, *shared}
    return _name(target) in names


def _name(node: ast.expr) -> str:
    return getattr(node, "attr", getattr(node, "id", ""))
