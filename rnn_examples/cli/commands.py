"""The table of the commands, and what runs one."""

import io
import sys
from collections.abc import Callable

import typer

from rnn_examples import report
from rnn_examples.cli.accept import accept
from rnn_examples.cli.check import check
from rnn_examples.cli.claims import claims
from rnn_examples.cli.list import list_
from rnn_examples.cli.new import new
from rnn_examples.cli.printing import stop
from rnn_examples.cli.show import show
from rnn_examples.cli.train import train
from rnn_examples.cli.translate import translate
from rnn_examples.cli.vectors import vectors
from rnn_examples.cli.verify import verify
from rnn_examples.render.signs import SIGNS

app = typer.Typer(
    name="rnn-examples",
    help="Worked examples of recurrent networks: list them, show them, check every number.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

# Each command imports what it needs when it runs: so `--help` is quick, a broken package a fault.
COMMANDS: dict[str, Callable[..., None]] = {
    "list": list_,
    "show": show,
    "check": check,
    "claims": claims,
    "accept": accept,
    "verify": verify,
    "new": new,
    "translate": translate,
    "train": train,
}

for name, command in COMMANDS.items():
    app.command(name)(command)
app.add_typer(vectors, name="vectors")


def main() -> None:
    """Run the command. A broken package is one line, like any other fault."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=SIGNS)
    try:
        app(prog_name="rnn-examples")
    except OSError as error:
        stop(f"rnn-examples: {error}")
    except Exception as error:  # noqa: BLE001 (whatever it is)
        stop(str(report.fault_of(error, __file__)))
