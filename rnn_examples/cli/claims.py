"""`rnn-examples claims`: sentences that look like a claim and are not bound to a condition."""

from pathlib import Path
from typing import Annotated

import typer

from rnn_examples import paths
from rnn_examples.cli.of_a_clone import of_a_clone
from rnn_examples.cli.printing import Json, faults_as_json, print_json, stop
from rnn_examples.diagnostics import relative


@of_a_clone
def claims(
    pages: Annotated[
        list[Path] | None,
        typer.Argument(help="Pages: docs/index.md; all that show numbers if none."),
    ] = None,
    as_json: Json = False,
) -> None:
    """List sentences that may claim something of the numbers, and are not bound to them.

    Most need no condition: look for those that another number would make false.
    """
    from rnn_examples.authoring import unclaimed

    for page in pages or ():
        if page.suffix != ".md" or not page.is_file():
            stop(f"{relative(page)} is no page: a page is a .md file in docs/")
    asked = pages or unclaimed.pages(paths.ROOT / "docs")
    found = [sentence for page in asked for sentence in unclaimed.unclaimed(page)]
    if as_json:
        print_json({"sentences": faults_as_json(found)})
        return
    for sentence in found:
        typer.echo(str(sentence))
