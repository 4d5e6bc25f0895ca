"""`rnn-examples new`: the files of a new example."""

from typing import Annotated

import typer
from rich.text import Text

from rnn_examples.cli.of_a_clone import of_a_clone
from rnn_examples.cli.printing import out, stop
from rnn_examples.diagnostics import relative


@of_a_clone
def new(
    name: Annotated[str, typer.Argument(help="The example's name: gated_sum.", show_default=False)],
    title: Annotated[str, typer.Option(help="The page's title.", show_default="the name")] = "",
) -> None:
    """Write a new example: model, oracle, example, test, page. It works as written; change it."""
    from rnn_examples.cli import new_example

    try:
        written = new_example.write(name, title)
    except ValueError as error:
        stop(str(error))
    for file, what in written:
        out.print(Text(relative(file), style="bold").append(f"  {what}", "default"))
    out.print("To see it: make serve (one that runs shows it already)")
    out.print(f"To check it: rnn-examples check {name} {relative(new_example.page(name))}")
    out.print(f"To test it: make test ARGS=tests/models/test_{name}.py")
