"""Whether two modules share code: what each imports, read from its source and not run."""

import ast
from functools import cache
from importlib.util import find_spec, resolve_name
from pathlib import Path


def shared(module: str, other: str) -> tuple[str, ...]:
    """How a module comes to use the code of another: the imports that lead from it to there.

    The code of a module is its own, and that of the modules beside it which it imports.
    Empty if they share nothing.
    """
    packages = frozenset({_top(module), _top(other)})
    beside = other.rpartition(".")[0] + "."
    theirs = {name for name in _ways(other, packages) if name.startswith(beside)} | {other}
    return next((way for name, way in _ways(module, packages).items() if name in theirs), ())


def _top(module: str) -> str:
    return module.partition(".")[0]


def _ways(module: str, packages: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Each module of the packages that is reached by imports, the nearest first, and the way."""
    ways = {module: (module,)}
    waiting = [module]
    for name in waiting:  # which grows
        for imported in imports(name):
            if imported not in ways and _top(imported) in packages:
                ways[imported] = (*ways[name], imported)
                waiting.append(imported)
    return ways


@cache
def imports(module: str) -> tuple[str, ...]:
    """The modules that a module's source imports, within functions too. It is not run."""
    file = _file(module)
    if file is None:
        return ()
    package = module if file.name == "__init__.py" else module.rpartition(".")[0]
    found: dict[str, None] = {}
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(dict.fromkeys(alias.name for alias in node.names))
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
        return Path(spec.origin) if (spec.origin or "").endswith(".py") else None
    for folder in spec.submodule_search_locations or ():
        path = Path(folder, *inside)
        for file in (path.with_suffix(".py"), path / "__init__.py"):
            if file.is_file():
                return file
    return None
