"""How the command prints: tables, JSON, changes, and the one line of a mistake."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.measure import Measurement
from rich.table import Column, Table
from rich.text import Text

from rnn_examples.diagnostics import Diagnostic, relative

if TYPE_CHECKING:
    from rnn_examples.lock.drift import Drift

WIDE = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 160
"""The columns where nobody says how many there are."""

out = Console(highlight=False, soft_wrap=True, width=WIDE)
err = Console(highlight=False, soft_wrap=True, stderr=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for a script.")]


def stop(text: str) -> NoReturn:
    """Say what is wrong, and end with exit code 1."""
    err.print(Text(text, style="red"))
    raise SystemExit(1)


def print_json(data: Any) -> None:
    """Print for a script."""
    sys.stdout.write(json.dumps(data, indent=2) + "\n")


def faults_as_json(faults: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Each mistake with its file, line, column and text."""
    return [
        {"file": relative(f.file), "line": f.line, "column": f.column, "text": f.text}
        for f in faults
    ]


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str | Text]]) -> None:
    """Print a table; where its words do not fit, each row below the other, cell by cell."""
    first, *others = heads
    table = Table(Column(first, no_wrap=True), *others, box=None)
    for row in rows:
        table.add_row(*row)
    needed = Measurement.get(out, out.options.update(max_width=sys.maxsize), table).minimum
    if needed <= out.width:
        out.print(table)
        return
    for name, *cells in rows:
        out.print(name)
        for head, cell in zip(others, cells, strict=True):
            if cell:
                out.print(f"  {head:<{max(map(len, others))}}  ", cell, sep="")


def print_drift(changes: Sequence[Drift]) -> None:
    """Print a table of what changed since the values were locked."""
    rows = [
        (
            Text(f"{change.example}.{change.name}", style="bold"),
            Text(change.before or "—", style="red"),
            Text(change.after or "—", style="green"),
            change.cause,
        )
        for change in changes
    ]
    print_table(("value", "before", "now", "cause"), rows)
