"""Whether an oracle shares code with a model: by what they import, and by what really ran.

Imports are read from the source, without running it. What ran is told by a profiler.
"""

import ast
import cProfile
import sysconfig
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec, resolve_name
from pathlib import Path
from types import CodeType
from typing import Any

RUNNING = ("builtins", "importlib", "runpy", "sys")
"""What imports while it runs: nobody can read in the source what."""

BUILT_IN = ("__import__", "eval", "exec")
"""The same, without an import."""

COMMON = ("numpy", "jaxtyping", "beartype")
"""Libraries that model and oracle may both run, as they may run Python's own."""

INSTALLED = ("site-packages", "dist-packages")


def run_and_code(function: Callable[[], Any]) -> tuple[Any, frozenset[CodeType]]:
    """Run a function; tell the code of every Python function that ran, but for common libraries."""
    profile = cProfile.Profile(builtins=False)
    result = profile.runcall(function)
    codes = (entry.code for entry in profile.getstats())
    return result, frozenset(
        code
        for code in codes
        if isinstance(code, CodeType) and not _is_common(Path(code.co_filename))
    )


def _is_common(file: Path) -> bool:
    library = _library(file)
    if library is not None:
        return library in COMMON
    return file.is_relative_to(_STANDARD) or str(file).startswith("<frozen ")


_STANDARD = sysconfig.get_path("stdlib")


def _library(file: Path) -> str | None:
    """The installed package that a file is of; None for Python's own, and for what is written."""
    place = next((n for n, part in enumerate(file.parts) if part in INSTALLED), None)
    return None if place is None else file.parts[place + 1]


def shared(module: str, other: str) -> tuple[str, ...]:
    """How a module comes to use the code of another: the imports that lead from it to there.

    The code of a module is its own, and that of the modules beside it which it imports. Whoever
    imports a package by itself reaches all that is in it; whoever imports at run time, anything.
    Empty if they share nothing.
    """
    packages = frozenset({_top(module), _top(other)})
    beside = other.rpartition(".")[0] + "."
    theirs = {name for name in _ways(other, packages) if name.startswith(beside)} | {other}
    theirs |= set(_packages(other))
    ways = _ways(module, packages)
    return next((way for name, way in ways.items() if name in theirs or _top(name) in RUNNING), ())


def _packages(module: str) -> Iterator[str]:
    """The packages that a module stands in."""
    while "." in module:
        module = module.rpartition(".")[0]
        yield module


def _top(module: str) -> str:
    return module.partition(".")[0]


def _ways(module: str, packages: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Each module that is reached by imports, the nearest first, and the way.

    packages: those to follow although they are installed.
    """
    ways: dict[str, tuple[str, ...]] = {module: (module,)}
    waiting = [module]
    for name in waiting:  # which grows
        for imported in imports(name):
            known = _top(imported) in (*packages, *RUNNING) or _is_written(imported)
            if imported not in ways and known:
                ways[imported] = (*ways[name], imported)
                waiting.append(imported)
    return ways


def _is_written(module: str) -> bool:
    """Whether a module is neither installed nor Python's own."""
    file = _file(module)
    return file is not None and _library(file) is None and not file.is_relative_to(_STANDARD)


@cache
def imports(module: str) -> tuple[str, ...]:
    """The modules that a module's source imports, within functions too. It is not run."""
    file = _file(module)
    if file is None:
        return ()
    package = module if file.name == "__init__.py" else module.rpartition(".")[0]
    found: dict[str, None] = {}
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            found.update(dict.fromkeys(alias.name for alias in node.names))
        elif isinstance(node, ast.Name) and node.id in BUILT_IN:
            found["builtins"] = None
        elif isinstance(node, ast.ImportFrom):
            base = resolve_name("." * node.level + (node.module or ""), package)
            for alias in node.names:
                inside = f"{base}.{alias.name}"
                found[inside if _file(inside) else base] = None
    return tuple(found)


def _file(module: str) -> Path | None:
    """The source of a module; None for what is none, and for a package that is not there."""
    top, *inside = module.split(".")
    try:
        spec = find_spec(top)
    except ValueError:  # __main__
        return None
    if spec is None:
        return None
    if not inside:
        return Path(spec.origin) if spec.origin and spec.origin.endswith(".py") else None
    for folder in spec.submodule_search_locations or ():
        path = Path(folder, *inside)
        for file in (path.with_suffix(".py"), path / "__init__.py"):
            if file.is_file():
                return file
    return None
