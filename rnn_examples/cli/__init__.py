"""The command `rnn-examples`: what the examples compute, and whether all of it is right."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.measure import Measurement
from rich.table import Column, Table
from rich.text import Text

from rnn_examples import paths, report
from rnn_examples.diagnostics import Diagnostic, relative
from rnn_examples.render.signs import SIGNS

if TYPE_CHECKING:
    from rnn_examples.lock.drift import Drift

app = typer.Typer(
    name="rnn-examples",
    help="Worked examples of recurrent networks: list them, show them, check every number.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
WIDE = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 160
"""The columns where nobody says how many there are."""

out = Console(highlight=False, soft_wrap=True, width=WIDE)
err = Console(highlight=False, soft_wrap=True, stderr=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for a script.")]
Name = Annotated[str, typer.Argument(help="An example, such as encoder.", show_default=False)]


def main() -> None:
    """Run the command. A broken package is one line, like any other fault."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=SIGNS)
    try:
        app(prog_name="rnn-examples")
    except OSError as error:
        _stop(f"rnn-examples: {error}")
    except Exception as error:  # noqa: BLE001 (whatever it is)
        _stop(str(report.fault_of(error, __file__)))


SITE = frozenset(
    (
        *("IPython", "jinja2", "jupyter_client", "jupyter_core", "jupytext", "markdown"),
        *("mermaidx", "minify", "mkdocs", "nbclient", "nbconvert", "nbformat", "pygments"),
        *("pathspec", "quickjs", "selectolax", "watchdog", "yaml"),
    )
)
"""Modules of the packages in pyproject.toml's group `site`, which the package imports."""


def _of_a_clone(command: Callable[..., None]) -> Callable[..., None]:
    """Say what is missing, of a command that needs a clone of the project and the site's packages.

    The wheel has neither: it lists and shows examples.
    """
    name = command.__name__

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        if not paths.IS_CLONE:
            _stop(
                f"rnn-examples {name} works on a clone of the project, and this is an installed "
                f"copy; in a clone run: make build && .venv/bin/rnn-examples {name}"
            )
        try:
            command(*args, **options)
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] not in SITE:
                raise
            _stop(
                f"rnn-examples {name} needs the site's packages, and {error.name} is not "
                f"installed; in {relative(paths.ROOT)} run: "
                "pip install --group site (pip 25.1 or newer)"
            )

    return run


# Each command imports what it needs when it runs: so `--help` is quick, a broken package a fault.


def _stop(text: str) -> NoReturn:
    """Say what is wrong, and end with exit code 1."""
    err.print(Text(text, style="red"))
    raise SystemExit(1)


def _print_json(data: Any) -> None:
    sys.stdout.write(json.dumps(data, indent=2) + "\n")


def _faults_as_json(faults: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    return [
        {"file": relative(f.file), "line": f.line, "column": f.column, "text": f.text}
        for f in faults
    ]


@app.command("list")
def list_(as_json: Json = False) -> None:
    """List the examples: what runs, where it is written, what checks it, where it is shown."""
    from rnn_examples.authoring import values  # noqa: PLC0415
    from rnn_examples.cli import shown  # noqa: PLC0415

    catalogue = values.catalogue()
    pages = shown.pages(paths.ROOT / "docs") if paths.IS_CLONE else {}
    rows = [
        {
            "name": name,
            "function": example.trace.function,
            "file": relative(example.file),
            "line": example.line,
            "values": len(example.trace.names),
            "oracles": [declared.oracle.title for declared in example.oracles],
            "pages": pages.get(name, []),
        }
        for name, example in catalogue.examples.items()
    ]
    if as_json:
        _print_json({"examples": rows, "faults": _faults_as_json(catalogue.faults)})
    else:
        heads = ("example", "runs", "written in", "values", "checked by", "shown on")
        cells = [
            (
                Text(row["name"], style="bold"),
                row["function"],
                f"{row['file']}:{row['line']}",
                str(row["values"]),
                ", ".join(row["oracles"]),
                ", ".join(row["pages"]),
            )
            for row in rows
        ]
        _print_table(heads, cells)
        for fault in catalogue.faults:
            err.print(Text(str(fault), style="red"))
    if catalogue.faults:
        raise typer.Exit(1)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="An example or a value: encoder, encoder.h_2.")],
    latex: Annotated[bool, typer.Option("--latex", help="Print LaTeX.")] = False,
    as_json: Json = False,
) -> None:
    """Show an example: its inputs, and how each of its values is computed, line by line."""
    from rnn_examples.cli import shown  # noqa: PLC0415

    if latex and as_json:
        raise typer.BadParameter("--latex and --json are two different answers: give one")
    try:
        found = shown.shown(name)
    except ValueError as error:
        _stop(str(error))
    if as_json:
        _print_json(shown.as_json(found))
    elif latex:
        sys.stdout.write(shown.as_latex(found))
    else:
        out.print(shown.as_text(found, out.encoding))


@app.command()
@_of_a_clone
def check(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Examples or pages: encoder, docs/index.md; the whole site if none."),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Of everything, what needs no build of the site.")
    ] = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print GitHub's Markdown, for a pull request.")
    ] = False,
    base: Annotated[
        Path | None, typer.Option(help="A lock to show the changes from, as a pull request's base.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check examples, pages or everything: every fault in one report. Exit code 1 if any."""
    from rnn_examples.lock import drift, values_lock  # noqa: PLC0415
    from rnn_examples.verification import check  # noqa: PLC0415

    try:
        whole = check.quickly if quick else check.everything
        since = check.changes_since(base, names or ()) if base else None
        result = check.these(names) if names else whole()
        shown = result.changes if since is None else since
    except values_lock.LockError as error:
        _stop(str(error))
    except ValueError as error:
        _stop(str(error))
    if as_json:
        changed = [
            {"value": f"{change.example}.{change.name}", "before": change.before,
             "after": change.after, "cause": change.cause, "line": change.line}
            for change in shown
        ]  # fmt: skip
        _print_json({"faults": _faults_as_json(result.faults), "changes": changed})
    elif markdown:
        told = [f"- {_escaped(str(fault))}" for fault in result.faults]
        heading = "## Faults\n\n" + "\n".join(told) + "\n\n" if told else ""
        sys.stdout.write(f"{heading}## Published values\n\n{drift.markdown(shown)}")
    else:
        for fault in result.faults:
            err.print(Text(str(fault), style="red"))
        if shown:
            _print_drift(shown)
        if result.changes:
            where = relative(values_lock.LOCK)
            err.print(Text(f"{where}:1:1: values changed; if that is meant: rnn-examples accept"))
    count = len(result.faults) + len(result.changes)
    if count:
        raise typer.Exit(1)
    if not (as_json or markdown):
        checked = ", ".join(names or ["what needs no build" if quick else "the whole site"])
        out.print(Text(f"{checked}: nothing is wrong", style="green"))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")


def _print_table(heads: Sequence[str], rows: Sequence[Sequence[str | Text]]) -> None:
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


def _print_drift(changes: Sequence[Drift]) -> None:
    rows = [
        (
            Text(f"{change.example}.{change.name}", style="bold"),
            Text(change.before or "—", style="red"),
            Text(change.after or "—", style="green"),
            change.cause,
        )
        for change in changes
    ]
    _print_table(("value", "before", "now", "cause"), rows)


@app.command()
@_of_a_clone
def accept(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Show what changed of the published values, ask, and lock them as they are now."""
    from rnn_examples import files  # noqa: PLC0415
    from rnn_examples.authoring import values  # noqa: PLC0415
    from rnn_examples.lock import drift, values_lock  # noqa: PLC0415
    from rnn_examples.notebooks import outputs  # noqa: PLC0415

    broken = [*values.catalogue().faults, *outputs.faults(paths.DOCS)]
    if broken:
        _stop("\n".join(map(str, broken)))
    try:
        before = values_lock.locked()
    except values_lock.LockError:
        before = {}
    now = values_lock.current(paths.DOCS)
    changes = drift.drifts(before, now)
    if not changes:
        out.print("nothing changed")
        return
    _print_drift(changes)
    count = f"{len(changes)} change{'s' * (len(changes) > 1)}"
    if not yes and not typer.confirm(f"Lock {count}?"):
        raise typer.Exit(1)
    with files.all_or_none() as write_files:
        write_files({values_lock.LOCK: values_lock.write(drift.merged(before, now))})
    out.print(f"{count} locked in {relative(values_lock.LOCK)}; commit it")


@app.command()
@_of_a_clone
def verify(
    target: Annotated[str, typer.Argument(help="A folder or an address.", show_default=False)],
    as_json: Json = False,
) -> None:
    """Read a built or hosted site as a stranger would, and compute every number of it again."""
    from rnn_examples.verification import verify  # noqa: PLC0415

    try:
        found = verify.verify(target)
    except ValueError as error:
        _stop(str(error))
    if as_json:
        _print_json(
            {
                "pages": found.pages,
                "coverage": found.coverage,
                "numerals": dict(found.counts),
                "elements": found.elements,
                "from_graphs": found.graphs,
                "wrong": [{"page": page, "text": text} for page, text in found.wrong],
                "stale": found.stale,
            }
        )
    else:
        for page, mistake in found.mistakes:
            err.print(Text(f"{page}: {mistake}", style="red"))
        counts = found.counts
        others = [
            f"{n} {name}" for name, n in counts.most_common() if name not in ("bound", "code")
        ]
        out.print(
            f"{found.pages} pages: {counts['bound']} of {counts.total() - counts['code']} numerals "
            f"outside code are bound to a value ({found.coverage:.0%}). {found.elements} elements "
            f"name one: all were computed again, {found.graphs} of them from their page's own "
            f"graphs too. The other numerals: {', '.join(others) or 'none'}."
        )
    if found.mistakes:
        raise typer.Exit(1)


@app.command()
@_of_a_clone
def new(
    name: Annotated[str, typer.Argument(help="The example's name: gated_sum.", show_default=False)],
    title: Annotated[str, typer.Option(help="The page's title.", show_default="the name")] = "",
) -> None:
    """Write a new example: model, oracle, example, test, page. It works as written; change it."""
    from rnn_examples.cli import new_example  # noqa: PLC0415

    try:
        written = new_example.write(name, title)
    except ValueError as error:
        _stop(str(error))
    for file, what in written:
        out.print(Text(relative(file), style="bold").append(f"  {what}", "default"))
    out.print(f"Now: make serve, and rnn-examples check {name}")


if __name__ == "__main__":
    main()
