"""Notebook pages: a failing cell becomes a fault with its place, not a traceback."""

import re
from types import MethodType
from typing import Any

from mkdocs.structure.pages import Page
from nbclient.exceptions import CellExecutionError

from rnn_examples.faults import Fault
from rnn_examples.publish import page as pages
from rnn_examples.publish import report

CELL = re.compile(r"^# %%(?! \[markdown\])")
MATH = re.compile(r"\$\$(?P<display>[^$]+)\$\$|(?<![\\$\w])\$(?P<inline>[^$\n]+?)\$(?!\w)")


def guard(page: Page, config: Any) -> None:
    """Wrap the page's render: collect its fault, typeset its formulas."""
    del config
    render = page.render

    def guarded(self: Page, config: Any, files: Any) -> None:
        path = self.file.abs_src_path
        assert path is not None
        try:
            render(config, files)
        except CellExecutionError as error:
            fault = _fault(path, error)
            report.add([fault])
            self.content = f'<mark class="fault">{fault}</mark>'
            return
        self.content = _typeset(self.content or "", path)

    page.render = MethodType(guarded, page)  # type: ignore[method-assign]


def _fault(path: str, error: CellExecutionError) -> Fault:
    """The place of the failing line in the notebook's file."""
    lines = open(path, encoding="utf-8").read().split("\n")
    text = re.sub(r"\x1b\[[\d;]*m", "", str(error))
    starts = [n for n, line in enumerate(lines, 1) if CELL.match(line)]
    found = re.findall(r"Cell In\[(\d+)\], line (\d+)", text)
    line = 1
    if found:
        cell, row = map(int, found[0])
        if cell <= len(starts):
            start = starts[cell - 1] + 1
            while start < len(lines) and not lines[start - 1].strip():
                start += 1  # jupytext strips the blank lines that lead a cell
            line = start + row - 1
    return Fault(path, line, 1, " ".join(f"{error.ename}: {error.evalue}".split()))


def _typeset(content: str, path: str) -> str:
    """Formulas in the notebook's text, which no Markdown extension sees."""
    context = pages.Page(path, None)
    context.lines = open(path, encoding="utf-8").read().split("\n")
    pieces = re.split(r"(<pre.*?</pre>|<code.*?</code>|<script.*?</script>|<[^>]+>)", content, flags=re.S)
    import html

    for i in range(0, len(pieces), 2):
        pieces[i] = MATH.sub(
            lambda m: context.math(
                html.unescape(m["display"] or m["inline"]), display=bool(m["display"])
            ),
            pieces[i],
        )
    report.add([Fault(path, f.line, f.column, f.text) for f in context.faults])
    return "".join(pieces)
