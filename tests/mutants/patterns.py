"""Code given by its form: found in a function, and other code put in its place.

So a list of mutations holds however the code is laid out, wherever its function stands in its file,
and whatever the variables are called: `$W @ $h` is any product of matrices.

A pattern is an expression, a statement or an argument (`axis=1`). In it `$name` is any expression,
the same wherever it is, and `$...` at the end of a list is all the rest of it.
"""

import ast
import builtins
import re
from collections.abc import Iterator
from typing import Any

VARIABLE = "any_"
"""What a name behind a dollar sign begins with once it is Python."""

REST = f"{VARIABLE}rest_"

Found = dict[str, Any]
"""What each variable of a pattern stands for: a node; `$...` for a list of them."""


def replaced(source: str, within: str, code: str, instead: str) -> str:
    """The source with other code in the place of that which has the form of a pattern.

    within: a function, a class or a table, as `Class.method`.
    instead: another pattern, in which `$name` and `$...` are what they were in the code.
    Raises ValueError where there is no such function, and where the code is not in it just once.
    """
    tree = ast.parse(source)
    place = named(tree, within)
    if place is None:
        raise ValueError(f"there is no {within}")
    old, new = _parsed(code), _parsed(instead)
    if isinstance(new, ast.stmt) and isinstance(old, ast.expr):
        old = ast.Expr(old)
    found = list(_occurrences(old, place))
    if len(found) != 1:
        raise ValueError(f"{code!r} occurs {len(found)} times; it has to occur there once")
    ((outer, node, variables),) = found
    for name in _used(new) - _known(tree, place):
        raise ValueError(f"there is no {name} to be used in {instead!r}")
    new = _Filled(variables).visit(new)
    text = ast.unparse(new if outer is node else _Exchanged(node, new).visit(outer))
    return _spliced(source, outer, f"({text})" if isinstance(outer, ast.expr) else text)


def named(tree: ast.AST, name: str) -> Any:
    """What is defined or assigned under a name such as `Class.method`; None if nothing is."""
    first, _, rest = name.partition(".")
    for node in ast.iter_child_nodes(tree):
        found = first in _names(node) and (named(node, rest) if rest else node)
        if found:
            return found
    return None


def _parsed(pattern: str) -> ast.AST:
    """A pattern as a statement, or as an expression if it is no more than one."""
    python = re.sub(r"\$(?=[A-Za-z])", VARIABLE, pattern.replace("$...", REST))
    (statement,) = ast.parse(python).body
    return statement.value if isinstance(statement, ast.Expr) else statement


def _names(node: ast.AST) -> list[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case ast.Assign(targets=targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
    return []


def _occurrences(pattern: ast.AST, node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST, Found]]:
    """Where the pattern fits below a node: what is replaced in the text, and the node in it.

    These differ for what stands in an f-string, whose parts have no position of their own in 3.11.
    """
    for outer in ast.iter_child_nodes(node):
        for each in ast.walk(outer) if isinstance(outer, ast.JoinedStr) else [outer]:
            known: Found = {}
            if _fits(pattern, each, known):
                yield outer, each, known
        if not isinstance(outer, ast.JoinedStr):
            yield from _occurrences(pattern, outer)


def _fits(pattern: Any, found: Any, known: Found) -> bool:
    """Whether code has the form of a pattern; what its variables stand for is added to `known`."""
    if isinstance(pattern, ast.Name) and pattern.id.startswith(VARIABLE):
        return isinstance(found, ast.expr) and _same(known.setdefault(pattern.id, found), found)
    if isinstance(pattern, ast.Assign) and isinstance(found, ast.keyword):
        return _names(pattern) == [found.arg] and _fits(pattern.value, found.value, known)
    if isinstance(pattern, list):
        if pattern and _is_rest(pattern[-1]):
            pattern = pattern[:-1]
            found, known[REST] = found[: len(pattern)], found[len(pattern) :]
        return len(pattern) == len(found) and all(map(_fits, pattern, found, [known] * len(found)))
    if not isinstance(pattern, ast.AST):
        return type(pattern) is type(found) and pattern == found
    return type(pattern) is type(found) and all(
        _fits(getattr(pattern, field), getattr(found, field), known)
        for field in pattern._fields
        if field not in {"ctx", "kind"}
    )


def _used(pattern: ast.AST) -> set[str]:
    """The names that a pattern takes from the code around it."""
    names = [each for each in ast.walk(pattern) if isinstance(each, ast.Name)]
    own = {each.id for each in names if isinstance(each.ctx, ast.Store)}
    return {each.id for each in names if not each.id.startswith(VARIABLE)} - own


def _known(tree: ast.Module, within: ast.AST) -> set[str]:
    """The names that code in one place of a module may use."""
    known = {*dir(builtins)}
    for statement in tree.body:
        known |= {*_names(statement)}
        known |= {alias.asname or alias.name for alias in getattr(statement, "names", ())}
    for node in ast.walk(within):
        known |= {node.id} if isinstance(node, ast.Name) else set()
        known |= {node.arg} if isinstance(node, ast.arg) else set()
    return known


def _is_rest(node: Any) -> bool:
    node = node.value if isinstance(node, ast.Expr) else node
    return isinstance(node, ast.Name) and node.id == REST


def _same(a: ast.AST, b: ast.AST) -> bool:
    return ast.unparse(a) == ast.unparse(b)


class _Filled(ast.NodeTransformer):
    """Put into a pattern what its variables stand for."""

    def __init__(self, variables: Found) -> None:
        self.variables = variables

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return self.variables[node.id] if node.id.startswith(VARIABLE) else node

    def visit_Expr(self, node: ast.Expr) -> Any:
        return self.variables[REST] if _is_rest(node) else self.generic_visit(node)


class _Exchanged(ast.NodeTransformer):
    """Put a new node in the place of an old one."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else super().visit(node)


def _spliced(source: str, node: Any, text: str) -> str:
    """The source with a text in the place of a node's."""
    lines = source.splitlines(keepends=True)
    before = (
        "".join(lines[: node.lineno - 1]).encode()
        + lines[node.lineno - 1].encode()[: node.col_offset]
    )
    after = (
        lines[node.end_lineno - 1].encode()[node.end_col_offset :]
        + "".join(lines[node.end_lineno :]).encode()
    )
    indented = text.replace("\n", "\n" + " " * node.col_offset)
    return (before + indented.encode() + after).decode()
