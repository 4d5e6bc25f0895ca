"""What lives as long as the process, through every reload of the package: engines, their results.

Formulas, diagrams, coloured code and compiled templates are pure functions of their text, so they
may be kept; values may not, and are not.
"""

from __future__ import annotations

import importlib
import json
import linecache
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import quickjs
from jinja2 import BaseLoader, BytecodeCache, Environment, FileSystemLoader
from jinja2.bccache import Bucket
from mermaidx.engines.quickjs_engine import Engine, MermaidRenderError
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

if TYPE_CHECKING:
    from mkdocs.theme import Theme

PACKAGE = __name__.partition(".")[0]
ROOT = Path(__file__).parents[2]
KATEX = ROOT / "docs" / "vendor" / "katex" / "katex.min.js"

STABLE = frozenset(
    f"{PACKAGE}.{name}"
    for name in (
        "faults",
        "publish.cells",
        "publish.kernels",
        "publish.markdown",
        "publish.mkdocs_hooks",
        "publish.process",
        "publish.report",
        "publish.scripts",
        "publish.search",
        "publish.styles",
    )
)
"""Modules that hold state or that MkDocs holds on to: to edit one of these, start again."""


terminals = ThreadPoolExecutor(2, thread_name_prefix="terminal")

is_preview = False
"""Whether somebody edits and looks: then nothing waits that can come a moment later."""

SESSIONS: dict[str, Future[list[tuple[str, int]]]] = {}
"""What the commands of a page print, by a fingerprint of all that they can see."""

PRINTED: dict[str, list[tuple[str, int]]] = {}
"""What commands printed when they were last waited for."""

WRITTEN: dict[str, str] | None = None
"""Files that the pages of this build ask for, by their path in the site, and their texts.

None where nobody would write them.
"""


def forget_package() -> None:
    """Drop the package from memory, so that what is on disk now is imported.

    `watch:` alone would rebuild with the modules that are already imported.
    """
    for name in [name for name in sys.modules if name.split(".")[0] == PACKAGE]:
        if name not in STABLE:
            del sys.modules[name]
    importlib.invalidate_caches()
    linecache.checkcache()


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
    return context.get("render")


def _typeset(latex: str, display: bool) -> str:
    return _katex()(latex, display)


@cache
def katex(latex: str, display: bool) -> str:
    """LaTeX to HTML with MathML, as KaTeX makes it. Raises TypesettingError for bad LaTeX."""
    answer = json.loads(_katex_thread.submit(_typeset, latex, display).result())
    if "error" in answer:
        raise TypesettingError(answer["error"], answer["position"])
    return answer["html"]


# Mermaid.

REUSABLE = ("flowchart", "graph", "block")
"""Diagrams that come out the same from an engine that has drawn before. Others count on."""

MERMAID = {"fontFamily": "arial, sans-serif", "handDrawnSeed": 1}
"""Without a seed, the curves of round boxes are drawn through points that are random."""


class _ReusedEngine(Engine):
    """An engine that keeps its context: a new one takes longer than a diagram."""

    def _ensure_fresh_context(self) -> None:
        if self._ctx is None:
            self._ctx = self._build_context()


@cache
def _engine(reused: bool) -> Engine:
    engine = _ReusedEngine() if reused else Engine()
    engine.start()
    return engine


@cache
def mermaid(source: str) -> str:
    """Draw a mermaid diagram as SVG. Raises TypesettingError for a bad diagram."""
    engine = _engine(source.lstrip().startswith(REUSABLE))
    try:
        return engine.render_svg(source, "base", MERMAID, None)
    except MermaidRenderError as error:
        _engine.cache_clear()  # its context may be left in disorder
        raise TypesettingError(str(error)) from None


# Code and templates.


@cache
def coloured(code: str, first_line: int, *, anchors: bool) -> str:
    """Python code in HTML; with an anchor L-n at each line, or without."""
    numbered = {"lineanchors": "L", "anchorlinenos": True, "linenos": "table"} if anchors else {}
    formatter = HtmlFormatter(
        cssclass="highlight", linenostart=first_line, wrapcode=True, **numbered
    )
    return highlight(code, PythonLexer(), formatter)


class _Templates(BytecodeCache):
    """Compiled templates, which the site generator would compile anew for every build."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = _Templates()


def remember_templates(theme: Theme) -> None:
    """Compile and list a theme's templates once a process: it has thousands of icons."""
    make = theme.get_env

    def get_env() -> Environment:
        env = make()
        env.bytecode_cache = TEMPLATES
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
