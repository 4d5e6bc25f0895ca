"""The engines that typeset: KaTeX, mermaid, the colours of code, templates; and their results.

Formulas, diagrams, coloured code and compiled templates are pure functions of their text, so they
may be kept, on disk too; values may not, and are not.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import quickjs
from jinja2 import BaseLoader, BytecodeCache, Environment, FileSystemBytecodeCache, FileSystemLoader
from mermaidx.engines.quickjs_engine import Engine, MermaidRenderError
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from rnn_examples.paths import ROOT
from rnn_examples.typesetting.disk_cache import DiskCache

if TYPE_CHECKING:
    from mkdocs.theme import Theme

KATEX = ROOT / "docs" / "vendor" / "katex" / "katex.min.js"
CACHE = Path(os.environ.get("RNN_EXAMPLES_CACHE") or ROOT / ".cache")

_makers = [version(name) for name in ("quickjs-ng", "mermaidx", "pygments")]
_files = [hashlib.sha256(file.read_bytes()).hexdigest() for file in (KATEX, Path(__file__))]
DISK = DiskCache(CACHE, version=" ".join(_makers + _files))
"""What was typeset by these versions of the engines, with the settings of this file."""


class TypesettingError(ValueError):
    """What KaTeX or mermaid says is wrong. position: the character, where known."""

    def __init__(self, text: str, position: int | None = None) -> None:
        super().__init__(text)
        self.position = position


# KaTeX.

_katex_thread = ThreadPoolExecutor(max_workers=1)
"""A QuickJS context belongs to the thread that made it; a site generator may have several."""


@cache
def _katex() -> Callable[[str, bool], str]:
    context = quickjs.Context()
    context.eval("var self = globalThis;" + KATEX.read_text("utf-8"))
    context.eval(
        """
        globalThis.render = (latex, displayMode) => {
          try {
            const options = {displayMode, throwOnError: true, strict: "error"};
            return JSON.stringify({html: katex.renderToString(latex, options)});
          } catch (error) {
            return JSON.stringify({error: error.rawMessage ?? error.message,
                                   position: error.position ?? null});
          }
        }
        """
    )
    render: Callable[[str, bool], str] = context.get("render")
    return render


@DISK.keep
def katex(latex: str, display: bool) -> str:
    """LaTeX to HTML with MathML, as KaTeX makes it. Raises TypesettingError for bad LaTeX."""
    answer = json.loads(_katex_thread.submit(lambda: _katex()(latex, display)).result())
    if "error" in answer:
        raise TypesettingError(answer["error"], answer["position"])
    return str(answer["html"])


# Mermaid.

REUSABLE = ("flowchart", "graph", "block")
"""Diagrams that come out the same from an engine that has drawn before. Others count on."""

MERMAID = {"fontFamily": "arial, sans-serif", "handDrawnSeed": 1}
"""Without a seed, the curves of round boxes are drawn through points that are random."""


class _ReusedEngine(Engine):  # type: ignore[misc]  # it has no types
    """An engine that keeps its context: a new one takes longer than a diagram."""

    def _ensure_fresh_context(self) -> None:
        if self._ctx is None:  # type: ignore[has-type]
            self._ctx = self._build_context()


@cache
def _engine(reused: bool) -> Engine:
    engine = _ReusedEngine() if reused else Engine()
    engine.start()
    return engine


@DISK.keep
def mermaid(source: str) -> str:
    """Draw a mermaid diagram as SVG. Raises TypesettingError for a bad diagram."""
    engine = _engine(source.lstrip().startswith(REUSABLE))
    try:
        return str(engine.render_svg(source, "base", MERMAID, None))
    except MermaidRenderError as error:
        _engine.cache_clear()  # its context may be left in disorder
        raise TypesettingError(str(error)) from None


# Code and templates.


@DISK.keep
def coloured(code: str, first_line: int, *, anchors: bool) -> str:
    """Python code in HTML; with an anchor L-n at each line, or without."""
    numbered: dict[str, Any] = (
        {"lineanchors": "L", "anchorlinenos": True, "linenos": "table"} if anchors else {}
    )
    formatter = HtmlFormatter(
        cssclass="highlight", linenostart=first_line, wrapcode=True, **numbered
    )
    return str(highlight(code, PythonLexer(), formatter))


@cache
def templates() -> BytecodeCache | None:
    """Compiled templates, each kept under its text; None where nothing can be kept."""
    folder = CACHE / "templates"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        return FileSystemBytecodeCache(str(folder))
    return None


def remember_templates(theme: Theme) -> None:
    """Compile a theme's templates once, and list them once a process: it has thousands of icons."""
    make = theme.get_env

    def get_env() -> Environment:
        env = make()
        env.bytecode_cache = templates()
        env.loader = _listed_once(env.loader, tuple(theme.dirs))
        return env

    theme.get_env = get_env  # type: ignore[method-assign]


@cache
def _names(folders: tuple[str, ...]) -> list[str]:
    names = FileSystemLoader(folders).list_templates()
    return [name for name in names if not name.startswith(".")]  # no page is among its icons


def _listed_once(loader: BaseLoader | None, folders: tuple[str, ...]) -> BaseLoader | None:
    if loader is not None:
        loader.list_templates = lambda: _names(folders)  # type: ignore[method-assign]
    return loader
