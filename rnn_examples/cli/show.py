"""`rnn-examples show`: one example, with the derivation of each of its values."""

import sys
from typing import Annotated

import typer

from rnn_examples.cli.printing import Json, out, print_json, stop


def show(
    name: Annotated[str, typer.Argument(help="An example or a value: encoder, encoder.h_2.")],
    latex: Annotated[bool, typer.Option("--latex", help="Print LaTeX.")] = False,
    as_json: Json = False,
) -> None:
    """Show an example: its inputs, and how each of its values is computed, line by line."""
    from rnn_examples.cli import shown

    if latex and as_json:
        raise typer.BadParameter("--latex and --json are two different answers: give one")
    try:
        found = shown.shown(name)
    except ValueError as error:
        stop(str(error))
    if as_json:
        print_json(shown.as_json(found))
    elif latex:
        sys.stdout.write(shown.as_latex(found))
    else:
        out.print(shown.as_text(found, out.encoding))
