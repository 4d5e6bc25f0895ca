"""`rnn-examples verify`: compute every number of a built site again."""

from typing import Annotated

import typer
from rich.text import Text

from rnn_examples.cli.of_a_clone import of_a_clone
from rnn_examples.cli.printing import Json, err, out, print_json, stop


@of_a_clone
def verify(
    target: Annotated[str, typer.Argument(help="A folder or an address.", show_default=False)],
    as_json: Json = False,
) -> None:
    """Read a built or hosted site as a stranger would, and compute every number of it again."""
    from rnn_examples.verification import verify

    try:
        found = verify.verify(target)
    except ValueError as error:
        stop(str(error))
    if as_json:
        print_json(
            {
                "pages": found.pages,
                "coverage": found.coverage,
                "numerals": dict(found.counts),
                "elements": found.elements,
                "from_graphs": found.graphs,
                "wrong": [{"page": page, "text": text} for page, text in found.wrong],
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
