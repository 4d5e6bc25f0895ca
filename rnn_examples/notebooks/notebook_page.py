"""Notebook pages, which no Markdown extension sees: their formulas, links and downloads."""

import html
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path
from urllib.parse import unquote

import jupytext
import nbformat
from markdown.extensions.toc import unique
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as SitePage
from mkdocs.structure.toc import AnchorLink

from rnn_examples.authoring import cells
from rnn_examples.diagnostics import Diagnostic
from rnn_examples.ledger import typed_numbers
from rnn_examples.notebooks import code_cells
from rnn_examples.pages.markdown import slug
from rnn_examples.pages.page import Page

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

OUTPUT = re.compile(r'<div class="[^"]*\bjp-OutputArea-output\b[^>]*\bdata-mime-type="([^"]+)"')
"""What kind of output a cell has."""


def finish(page: SitePage, files: Files) -> list[Diagnostic]:
    """Typeset the formulas of a notebook's page and mend its links; return what is wrong."""
    path = _path(page)
    notebook = Page.of_notebook(path)
    notebook.faults += _not_text(page.content or "", path)
    content = _numbered(JUPYTERS_OWN.sub("", page.content or ""))
    content = _with_ids(content, page)
    content = content.replace("<pre>", '<pre tabindex="0">')  # which may scroll sideways
    content = _in_text(content, lambda text: _typeset(text, notebook))
    page.content = re.sub(
        r'(?<=href=")(?P<target>[^"#:]+\.md)(?P<anchor>#[^"]*)?(?=")',
        lambda m: _link(m, page, files, notebook),
        content,
    )
    found = (*cells.faults(path), *code_cells.faults(path), *typed_numbers.faults(content, path))
    return [*notebook.faults, *found]


HEADING = re.compile(
    r'<h(?P<level>\d) id="[^"]*">(?P<title>(?:(?!</h).)*?)<a class="anchor-link" href="[^"]*">'
)


def _with_ids(content: str, page: SitePage) -> str:
    """Give headings the ids that they would have on a page, in its table of contents too."""
    known, ids = set[str](), list[str]()

    def write(match: re.Match[str]) -> str:
        title = html.unescape(re.sub(r"<[^>]*>", "", match["title"]))
        ids.append(own := unique(slug(title, "-"), known))
        level, title = match["level"], match["title"]
        return f'<h{level} id="{own}">{title}<a class="anchor-link" href="#{own}">'

    content = HEADING.sub(write, content)
    for link, own in zip(_links(page.toc), ids, strict=True):
        link.id = own
    return content


def _links(links: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for link in links:
        yield link
        yield from _links(link.children)


def _not_text(content: str, path: Path) -> list[Diagnostic]:
    """Outputs that nobody can hold against another run: pictures, HTML, warnings."""
    what = "print text, and draw on a page, where a plot is computed from its example"
    return [
        Diagnostic(str(path), 1, 1, f"a cell's output is {kind}, which cannot be checked: {what}")
        for kind in OUTPUT.findall(content)
        if kind != "text/plain"
    ]


def _numbered(content: str) -> str:
    """Cells numbered as they come: Jupyter gives each a random name, another one at each build."""
    numbers = count(1)
    return re.sub(r'(?<= id=")cell-id=\w+(?=")', lambda _: f"cell-id-{next(numbers)}", content)


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

    for mark in re.findall(r"\$\$|\\[(\[]|\\begin\b", FORMULA.sub("", text)):
        what = f"{mark!r} is shown as it is written: a formula is $…$, or $$…$$ in a paragraph"
        notebook.fault(*notebook.find(mark), what)
    return FORMULA.sub(write, text)


def _link(match: re.Match[str], page: SitePage, files: Files, notebook: Page) -> str:
    """A link to a page by its file, as Markdown pages have them."""
    folder = posixpath.dirname(page.file.src_uri)
    target = posixpath.normpath(posixpath.join(folder, unquote(match["target"])))
    file = files.get_file_from_path(target)
    if file is None:
        line, column = notebook.find(match["target"])
        notebook.fault(line, column, f"no page {match['target']!r} to link to")
        return match[0]
    return file.url_relative_to(page.file) + (match["anchor"] or "")


def faults_without_run(page: SitePage) -> list[Diagnostic]:
    """What is wrong with a notebook that does not run, besides its failing cell."""
    path = _path(page)
    notebook = Page.of_notebook(path)
    text = "\n".join(line.removeprefix("#") for _, line in cells.text_of(path))
    _typeset(html.escape(re.sub(r"`[^`\n]*`", "", text)), notebook)
    return [*notebook.faults, *cells.faults(path)]


def as_jupyter(script: Path) -> str:
    """The notebook in Jupyter's own format, not run yet; the same text for the same script."""
    notebook = jupytext.read(script)
    del notebook.metadata["jupytext"]  # of the script's format
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number}"  # not a random one
    return str(nbformat.writes(notebook)) + "\n"  # type: ignore[no-untyped-call]
