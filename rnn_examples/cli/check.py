"""`rnn-examples check`: every fault, and every change of a published value."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from rnn_examples.cli.of_a_clone import of_a_clone
from rnn_examples.cli.printing import Json, err, faults_as_json, out, print_drift, print_json, stop
from rnn_examples.diagnostics import Diagnostic, relative

if TYPE_CHECKING:
    from rnn_examples.lock.drift import Drift


@of_a_clone
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
    from rnn_examples.lock import drift, values_lock
    from rnn_examples.verification import check

    try:
        whole = check.quickly if quick else check.everything
        since = check.changes_since(base, names or ()) if base else None
        result = check.these(names) if names else whole()
        shown = result.changes if since is None else since
    except ValueError as error:
        stop(str(error))
    if as_json:
        _print_as_json(result.faults, shown)
    elif markdown:
        _print_markdown(result.faults, drift.markdown(shown))
    else:
        for fault in result.faults:
            err.print(Text(str(fault), style="red"))
        if shown:
            print_drift(shown)
        if result.changes:
            where = relative(values_lock.LOCK)
            err.print(Text(f"{where}:1:1: values changed; if that is meant: rnn-examples accept"))
    count = len(result.faults) + len(result.changes)
    if count:
        raise typer.Exit(1)
    if not (as_json or markdown):
        checked = ", ".join(names or ["what needs no build" if quick else "the whole site"])
        out.print(Text(f"{checked}: nothing is wrong", style="green"))


def _print_as_json(faults: Sequence[Diagnostic], changes: Sequence[Drift]) -> None:
    changed = [
        {"value": f"{change.example}.{change.name}", "before": change.before,
         "after": change.after, "cause": change.cause, "line": change.line}
        for change in changes
    ]  # fmt: skip
    print_json({"faults": faults_as_json(faults), "changes": changed})


def _print_markdown(faults: Sequence[Diagnostic], changes: str) -> None:
    listed = [f"- {_escaped(str(fault))}" for fault in faults]
    heading = "## Faults\n\n" + "\n".join(listed) + "\n\n" if listed else ""
    sys.stdout.write(f"{heading}## Published values\n\n{changes}")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")
