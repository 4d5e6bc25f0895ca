"""Notebook pages, which no Markdown extension sees: their formulas, links and faults."""

import html
import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as SitePage
from nbclient.exceptions import CellExecutionError

from rnn_examples.faults import Fault
from rnn_examples.publish.page import Page

CELL = re.compile(r"^# %%(?P<markdown> \[markdown\])?")
FORMULA = re.compile(r"\$\$(?P<display>[^$]+)\$\$|(?<![\\$\w])\$(?P<inline>[^$\n]+?)\$(?!\w)")

NOT_TEXT = re.compile(
    r"(<(?P<tag>pre|code|script|style)\b.*?</(?P=tag)>"
    r'|<div[^>]*class="clipboard-copy-txt".*?</div>'
    r"|<[^>]+>)",
    re.S,
)

JUPYTERS_OWN = re.compile(
    r'<style.*?</style>|<script src="">.*?</script>'
    r'|<script type="text/x-mathjax-config">.*?</script>'
    r'|<script type="module">(?:(?!</script>).)*mermaid.*?</script>',
    re.S,
)
"""Jupyter's styles, half a megabyte; its MathJax and mermaid, which come from another host."""


def finish(page: SitePage, files: Files) -> list[Fault]:
    """Typeset the formulas of a notebook's page and mend its links; return what is wrong."""
    path = _path(page)
    notebook = Page.of_notebook(path)
    content = JUPYTERS_OWN.sub("", page.content or "")
    content = _in_text(content, lambda text: _typeset(text, notebook))
    page.content = re.sub(
        r'(?<=href=")(?P<target>[^"#:]+\.md)(?P<anchor>#[^"]*)?(?=")',
        lambda m: _link(m, page, files, notebook),
        content,
    )
    return [*notebook.faults, *_tokens(path)]


def _path(page: SitePage) -> Path:
    assert page.file.abs_src_path is not None
    return Path(page.file.abs_src_path)


def _in_text(content: str, change: Callable[[str], str]) -> str:
    made, end = "", 0
    for match in NOT_TEXT.finditer(content):
        made += change(content[end : match.start()]) + match[0]
        end = match.end()
    return made + change(content[end:])


def _typeset(text: str, notebook: Page) -> str:
    def write(match: re.Match[str]) -> str:
        latex = html.unescape(match["display"] or match["inline"])
        return notebook.formula(latex, display=bool(match["display"]), counted=True)

    return FORMULA.sub(write, text)


def _link(match: re.Match[str], page: SitePage, files: Files, notebook: Page) -> str:
    """A link to a page by its file, as Markdown pages have them."""
    folder = posixpath.dirname(page.file.src_uri)
    target = posixpath.normpath(posixpath.join(folder, match["target"]))
    file = files.get_file_from_path(target)
    if file is None:
        line, column = notebook.find(match["target"])
        notebook.fault(line, column, f"no page {match['target']!r} to link to")
        return match[0]
    return file.url_relative_to(page.file) + (match["anchor"] or "")


def _text_of(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of its Markdown cells."""
    in_text = False
    for n, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        cell = CELL.match(line)
        if cell:
            in_text = bool(cell["markdown"])
        elif in_text:
            yield n, line


def _tokens(path: Path) -> list[Fault]:
    what = "a notebook shows what it computes: print the value in a cell"
    return [
        Fault(str(path), n, line.index("[[=") + 1, what)
        for n, line in _text_of(path)
        if "[[=" in line
    ]


def faults_without_run(page: SitePage, error: CellExecutionError) -> list[Fault]:
    """What is wrong with a notebook that does not run: its failing cell, and what can be read."""
    path = _path(page)
    notebook = Page.of_notebook(path)
    text = "\n".join(line.removeprefix("#") for _, line in _text_of(path))
    _typeset(html.escape(re.sub(r"`[^`\n]*`", "", text)), notebook)
    return [_fault_of_cell(path, error), *notebook.faults, *_tokens(path)]


def _fault_of_cell(path: Path, error: CellExecutionError) -> Fault:
    """At its line in the notebook's file."""
    lines = path.read_text("utf-8").split("\n")
    text = re.sub(r"\x1b\[[\d;]*m", "", str(error))
    found = re.search(r"Cell In\[(\d+)\], line (\d+)", text)
    line = _line(lines, int(found[1]), int(found[2])) if found else 1
    said = f"{error.ename}: {error.evalue}".replace("\x1b", "")
    return Fault(str(path), line, 1, " ".join(said.split()))


def _line(lines: list[str], cell: int, row: int) -> int:
    """The line in the file of a row in a code cell, both counted from 1."""
    cells = enumerate(map(CELL.match, lines), 1)
    starts = [n for n, found in cells if found and not found["markdown"]]
    if cell > len(starts):
        return 1
    start = starts[cell - 1] + 1
    while start < len(lines) and not lines[start - 1].strip():
        start += 1  # jupytext strips the blank lines that lead a cell
    return start + row - 1
