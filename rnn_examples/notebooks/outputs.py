"""What the notebooks print: found by running them without Jupyter, and read off a finished page.

A cell whose output another machine may print otherwise says why; on one machine it prints the same:

    # %% noise="rounding errors, which differ between processors"
"""

import ast
import io
import json
import re
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from rnn_examples import limits
from rnn_examples.authoring import texts
from rnn_examples.authoring.cells import CELL, CellError, demand_short
from rnn_examples.diagnostics import Diagnostic

FOLDER = "notebooks"
"""In docs/."""

AGAIN = "another run: leave out the time, and draw random numbers with a seed"

NOISE = re.compile(r'^# %%.* noise="(?P<why>[^"]+)"')


@dataclass(frozen=True)
class Cell:
    """A code cell: its text, what it prints, why that may differ elsewhere, and its first line."""

    code: str
    output: str
    noise: str = ""
    line: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Printed:
    """What a notebook prints, cell by cell; line and error where one fails."""

    cells: tuple[Cell, ...]
    line: int = 0
    error: str = ""


def notebooks(docs: Path) -> list[Path]:
    """The files of the notebooks."""
    return sorted((docs / FOLDER).glob("*.py"))


@cache
def printed(docs: Path) -> Mapping[str, Printed]:
    """What every notebook prints, by its file in docs/. Each is run twice, and prints the same."""
    files = notebooks(docs)
    with ThreadPoolExecutor() as threads:
        runs = [threads.map(_run_alone, files) for _ in range(2)]
        names = (file.relative_to(docs).as_posix() for file in files)
        return {name: _same(*both) for name, *both in zip(names, *runs, strict=True)}


def _same(one: Printed, other: Printed) -> Printed:
    """A notebook as it was run; with an error if another run of it printed something else."""
    cells = zip(one.cells, other.cells, strict=False)
    line = next((cell.line for cell, again in cells if cell.output != again.output), 0)
    if one.error or not line:
        return one
    return replace(one, line=line, error=f"what the cell prints is not the same in {AGAIN}")


def faults(docs: Path) -> list[Diagnostic]:
    """Cells that fail, or that print something else at each run."""
    return [
        Diagnostic(str(docs / name), found.line, 1, found.error)
        for name, found in printed(docs).items()
        if found.error
    ]


# A notebook by itself.


def _run_alone(file: Path) -> Printed:
    """Run a notebook in a process of its own, as Jupyter does."""
    command = [sys.executable, "-m", __name__, str(file)]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, encoding="utf-8")  # noqa: S603 (the site's own notebook)
    if done.returncode:
        return Printed((), 1, f"the notebook ends its process, with exit code {done.returncode}")
    cells, line, error = json.loads(done.stdout)
    return Printed(tuple(Cell(**cell) for cell in cells), line, error)


def _run(file: Path) -> tuple[list[dict[str, Any]], int, str]:
    space: dict[str, Any] = {"__name__": "__main__"}
    found = []
    for above, head, code in code_of(texts.read(file)):
        said = io.StringIO()
        noise = NOISE.match(head)
        try:
            with limits.limited(), redirect_stdout(said):
                _execute("\n" * above + code, file, space)
            demand_short(0, said.getvalue())
        except CellError as error:
            return [], above + 1, str(error)
        except (Exception, SystemExit, KeyboardInterrupt) as error:  # noqa: BLE001 (whatever the notebook raises)
            lines = [at.lineno for at in traceback.extract_tb(error.__traceback__)
                     if at.filename == str(file) and at.lineno]  # fmt: skip
            line = getattr(error, "lineno", None) or next(iter(lines), above + 1)
            return [], line, limits.said(error)
        why = noise["why"] if noise else ""
        found.append(asdict(Cell(code.strip("\n"), said.getvalue(), why, above + 1)))
    return found, 0, ""


def code_of(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield of each code cell how many lines stand above its code, its head, and its code."""
    lines = text.split("\n")
    heads = [n for n, line in enumerate(lines) if CELL.match(line)]
    for start, end in pairwise([*heads, len(lines)]):
        head = CELL.match(lines[start])
        if head and not head["markdown"]:
            yield start + 1, lines[start], "\n".join(lines[start + 1 : end])


def _execute(code: str, file: Path, space: dict[str, Any]) -> None:
    """Run a cell, and print what its last line is worth, as Jupyter does."""
    tree = ast.parse(code, str(file))
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, str(file), "exec"), space)  # noqa: S102 (the site's own notebook)
    if isinstance(last, ast.Expr):
        value = eval(compile(ast.Expression(last.value), str(file), "eval"), space)  # noqa: S307
        if value is not None:
            from IPython.lib.pretty import pretty  # noqa: PLC0415 (it takes long to import)

            sys.stdout.write(f"{pretty(value)}\n")  # type: ignore[no-untyped-call]


# A finished page.


def unlike(html: str, notebook: Printed) -> Iterator[str]:
    """How a notebook's page differs from what the notebook says and prints."""
    page = LexborHTMLParser(html).css(".jp-CodeCell[id]")
    if len(page) != len(notebook.cells):
        yield f"the notebook has {len(notebook.cells)} code cells, the page {len(page)}"
        return
    for n, (shown, cell) in enumerate(zip(page, notebook.cells, strict=True), 1):
        if _text(shown, ".jp-InputArea-editor pre").strip() != cell.code.strip():
            yield f"the code of cell {n} is another in the notebook"
        if not cell.noise:
            output = _text(shown, ".jp-OutputArea-output pre")
            told = cell.output.removeprefix("\n")  # at the start of <pre> HTML leaves it out
            yield from _differences(n, output, told)


def without_noise(html: str, notebook: Path) -> str:
    """A notebook's page without what another machine may print otherwise."""
    page = LexborHTMLParser(html)
    heads = [head for _, head, _ in code_of(texts.read(notebook))]
    for shown, head in zip(page.css(".jp-CodeCell[id]"), heads, strict=False):
        for output in shown.css(".jp-OutputArea-output") if NOISE.match(head) else ():
            output.decompose()
    return page.html or ""


def _text(cell: LexborNode, selector: str) -> str:
    return "".join(node.text() for node in cell.css(selector))


def _differences(cell: int, shown: str, output: str) -> Iterator[str]:
    pairs = _lines(shown), _lines(output)
    for there, here in zip(*pairs, strict=False):
        if there != here:
            yield f"cell {cell} prints {here!r}, shown as {there!r}"
    if len(pairs[0]) != len(pairs[1]):
        yield f"cell {cell} prints {len(pairs[1])} lines, shown are {len(pairs[0])}"


def _lines(text: str) -> Sequence[str]:
    return [line.rstrip() for line in text.rstrip().split("\n")]


if __name__ == "__main__":
    json.dump(_run(Path(sys.argv[1])), sys.stdout)
