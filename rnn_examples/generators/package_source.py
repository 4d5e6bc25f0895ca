"""The package's source as it is now: which modules a script imports, and a fingerprint of them."""

import ast
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import resolve_name
from pathlib import Path

from rnn_examples.paths import PACKAGE, ROOT

NAME = PACKAGE.name

CONTENT = ("models", "oracles", "examples", "vectors")

PACKAGES = (NAME, *(f"{NAME}.{part}" for part in CONTENT))
"""What is imported by itself and may give anything of the content."""

REFERENCE = re.compile(r"^\s*::: ", re.M)
"""Docstrings of the package, which mkdocstrings shows."""

RUNNING = ("importlib", "pkgutil", "runpy")
"""What imports while it runs: nobody can read in the source what. So may a script with `sys`."""

ALL = "*"
"""Stands for every module of the content."""


def digest(*parts: str) -> str:
    """One fingerprint of several texts."""
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


class Code:
    """The source of the package as it is now, by the names of the modules."""

    def __init__(self) -> None:
        self.content: dict[str, str] = {}
        self._modules: set[str] = set()
        engine, whole = hashlib.sha256(), hashlib.sha256()
        for file, module in _files():
            data = file.read_bytes()
            whole.update(data)
            if module:
                self._modules.add(module)
            if _is_content(module):
                self.content[module] = data.decode("utf-8", "replace")
            else:
                engine.update(f"{file} {len(data)} ".encode("utf-8", "surrogateescape") + data)
        self.engine = digest(engine.hexdigest(), *self.content)
        self.everything = digest(repr(self.content))
        self.bytes = digest(self.engine, whole.hexdigest())
        self._digests = {name: digest(text) for name, text in self.content.items()}
        self._sources: dict[frozenset[str], str] = {}
        self._imports: dict[str, frozenset[str]] = {}

    @staticmethod
    def module(file: str | Path) -> str:
        """The name of the module in a file of the package."""
        path = Path(file)
        inside = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
        return ".".join(inside.with_suffix("").parts).removesuffix(".__init__")

    def imported_by(self, text: str) -> set[str]:
        """What a script imports of the package: content, or all of it with any of the engine."""
        used = [
            name for name in imports(text, "") if name.partition(".")[0] in (NAME, "sys", *RUNNING)
        ]
        return {name if self._module_of(name) in self.content else NAME for name in used}

    def sources(self, names: Iterable[str]) -> str:
        """The fingerprint of modules, or parts of them, with all that they import.

        Only content counts, as all pages are made again when the engine changes. A package that is
        imported by itself may give anything.
        """
        asked = frozenset(names)
        if asked not in self._sources:
            self._sources[asked] = self._sources_of(asked)
        return self._sources[asked]

    def changed(self, now: "Code") -> set[str]:
        """The content modules that are other now: they, or what they import."""
        found = {name for name, text in self.content.items() if now.content.get(name) != text}
        known = 0
        while known < len(found):
            known = len(found)
            imported = {ALL, *found}
            found |= {name for name in self.content if self._imported(name) & imported}
        return found

    def _sources_of(self, names: Iterable[str]) -> str:
        found: dict[str, str] = {}
        waiting = [self._content_in(name) for name in names]
        for name in waiting:  # which grows
            if name == ALL:
                return self.everything
            if name and name not in found:
                found[name] = self._digests[name]
                waiting += self._imported(name)
        return digest(repr(sorted(found.items())))

    def _imported(self, module: str) -> frozenset[str]:
        """What a content module imports of the content; ALL if that may be anything."""
        if module not in self._imports:
            inside = imports(self.content[module], module.rpartition(".")[0])
            self._imports[module] = frozenset(filter(None, map(self._content_in, inside)))
        return self._imports[module]

    def _content_in(self, path: str) -> str:
        """The content module that a path names, or ALL; nothing where it is of the engine."""
        if path.partition(".")[0] in RUNNING or path in PACKAGES:
            return ALL
        module = self._module_of(path)
        return module if module in self.content else ""

    def _module_of(self, path: str) -> str:
        """The module that a path names, or that it names a part of."""
        while path and path not in self._modules:
            path = path.rpartition(".")[0]
        return path


def is_of_editor(name: str) -> bool:
    """Whether a file is one that an editor lays beside what it edits: a swap file, a backup."""
    return name.startswith((".", "#")) or name.endswith("~")


def _files() -> Iterator[tuple[Path, str]]:
    """Every file of the package, but what Python compiled, and its module if it is one."""
    for folder, inside, names in os.walk(PACKAGE):
        inside[:] = sorted(name for name in inside if name != "__pycache__")
        package = ".".join(Path(folder).relative_to(PACKAGE.parent).parts)
        for name in sorted(name for name in names if not is_of_editor(name)):
            stem, dot, kind = name.partition(".")
            module = package if stem == "__init__" else f"{package}.{stem}"
            yield Path(folder, name), module if dot and kind == "py" else ""


def _is_content(module: str) -> bool:
    parts = module.split(".")
    return len(parts) == 3 and parts[1] in CONTENT


@cache
def imports(text: str, package: str) -> tuple[str, ...]:
    """What source imports: modules, and names in them. What cannot be read may import anything."""
    found: dict[str, None] = {}
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return RUNNING
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(dict.fromkeys(alias.name for alias in node.names))
        elif isinstance(node, ast.ImportFrom):
            base = resolve_name("." * node.level + (node.module or ""), package)
            found.update(dict.fromkeys(f"{base}.{alias.name}" for alias in node.names))
    return tuple(found)
