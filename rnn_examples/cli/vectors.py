"""`rnn-examples vectors`: test vectors for your own networks: list, show, write them."""

import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from rnn_examples.cli.printing import Json, out, print_json, print_table, stop
from rnn_examples.diagnostics import relative
from rnn_examples.files import all_or_none

if TYPE_CHECKING:
    from rnn_examples.vectors.case import Case

vectors = typer.Typer(
    help="Test vectors for your own networks: list them, show one, write all files.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@vectors.command("list")
def list_(as_json: Json = False) -> None:
    """List the cases: what each is, and which function of the package computes the same."""
    from rnn_examples.vectors.cases import CASES

    cases = CASES.values()
    if as_json:
        rows = [{"name": case.name, "title": case.title, "model": case.model} for case in cases]
        print_json({"cases": rows})
    else:
        lines = [(Text(case.name, style="bold"), case.title, case.model) for case in cases]
        print_table(("case", "what it is", "computed by"), lines)


@vectors.command()
def show(
    name: Annotated[str, typer.Argument(help="A case: lstm_dense.", show_default=False)],
    as_json: Json = False,
) -> None:
    """Show a case: its conventions, inputs, values and gradients. With --json, its file."""
    from rnn_examples.vectors.cases import CASES
    from rnn_examples.vectors.files import files

    if name not in CASES:
        near = difflib.get_close_matches(name, CASES, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(CASES)}"
        stop(f"no case named {name!r}; {hint}")
    if as_json:
        sys.stdout.write(files()[f"{name}.json"].decode())
    else:
        out.print(_as_text(CASES[name]))


def _as_text(case: "Case") -> Text:
    """Write a case for a terminal, with the digits that NumPy prints."""
    text = Text(case.name, style="bold").append(f"  {case.title}\n\n", "default")
    for what, convention in case.conventions.items():
        text.append(f"{what:>13}  ").append(f"{convention}\n")
    results = case.results
    parts = {"inputs": case.inputs, "values": results.values, "gradients": results.gradients}
    for part, arrays in parts.items():
        text.append(f"\n{part}\n", "bold")
        for name, array in arrays.items():
            shape = " × ".join(map(str, getattr(array, "shape", ())))
            text.append(f"{name}  {shape}\n").append(f"{array}\n", "cyan")
    return text.append("\nloss\n", "bold").append(f"{results.loss}\n", "cyan")


@vectors.command()
def write(
    folder: Annotated[Path, typer.Argument(help="Where to write them.", show_default=False)],
) -> None:
    """Write every case as JSON and NPZ, an index with checksums, a schema, and readers."""
    from rnn_examples.vectors.files import INDEX, files

    try:
        with all_or_none() as write_files:
            write_files({folder / name: content for name, content in files().items()})
    except OSError as error:
        stop(f"{relative(folder)}: {error.strerror}; name a folder that can be written to")
    out.print(f"{len(files())} files written to {relative(folder)}; {INDEX} lists them")
