"""`rnn-examples train`: train the translator's networks, and run the recorded experiment."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rnn_examples import paths
from rnn_examples.cli.of_a_clone import of_a_clone
from rnn_examples.cli.printing import err, out, stop

if TYPE_CHECKING:
    from rnn_examples.translator.splits import Pair
    from rnn_examples.translator.training import Moment

SAVED = paths.ROOT / ".cache" / "training"
"""Where a run that was stopped waits."""

Models = Annotated[list[str] | None, typer.Argument(help="Models; all if none is named.")]


@of_a_clone
def train(
    models: Models = None,
    experiments: Annotated[
        bool, typer.Option("--experiments", help="Only evaluate the models that there are.")
    ] = False,
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Where the weights are written.")
    ] = None,
) -> None:
    """Train the translator's networks from their seeds. Ctrl-C saves; the next run goes on."""
    from rnn_examples.translator import offered, splits
    from rnn_examples.translator.experiments import RECORD, recorded
    from rnn_examples.translator.recipes import RECIPES
    from rnn_examples.translator.weights import FOLDER

    names = models or list(RECIPES)
    if unknown := [name for name in names if name not in RECIPES]:
        stop(f"no model named {unknown[0]!r}; there are {', '.join(RECIPES)}")
    err.print("Drawing the sentences …")
    data = splits.corpus(splits.SEED, splits.SIZES)
    checksum = splits.fingerprint(data)
    if experiments:
        try:
            RECORD.write_text(recorded(list(RECIPES), data, checksum), "utf-8")
        except ValueError as error:
            stop(str(error))
        offered.FILE.write_text(offered.text_of(data["random"]), "utf-8")
        return
    for name in names:
        if not trained(name, data, checksum, folder or FOLDER):
            err.print("Stopped and saved; the same command goes on from here.")
            raise typer.Exit(130)


def trained(name: str, data: dict[str, list[Pair]], checksum: str, folder: Path) -> bool:
    """Train one model and write its weights; False if it was stopped and saved.

    It is saved after each epoch too.
    """
    from rnn_examples.translator import checkpoints, weights
    from rnn_examples.translator.experiments import changed_by_storing
    from rnn_examples.translator.recipes import RECIPES
    from rnn_examples.translator.training import encoded, train, vocabulary

    recipe = RECIPES[name]
    words = vocabulary(data["training"] + data["validation"])
    pairs, validation = (encoded(data[split], words) for split in ("training", "validation"))
    file = SAVED / f"{name}.npz"
    state = checkpoints.loaded(file, recipe, words, checksum)
    with stopping() as is_stopped, progress(name) as show:
        for moment in train(recipe, words, pairs, state, is_stopped, validation):
            show(moment)
            if moment.step * recipe.epochs % moment.total == 0:
                checkpoints.save(file, state, recipe, checksum)
        if is_stopped():
            checkpoints.save(file, state, recipe, checksum)
            return False
    changed = changed_by_storing(words, words.sizes(recipe), state.best, data["validation"])
    target = folder / weights.file_of(name).name
    target.write_bytes(weights.written(recipe, words, checksum, state, changed))
    file.unlink(missing_ok=True)
    kept = f"kept after epoch {state.best_epoch}, validation loss {state.best_loss}"
    out.print(f"{name}: {kept}; {target.stat().st_size} bytes")
    return True


@contextmanager
def stopping() -> Iterator[Callable[[], bool]]:
    """Give a function that says whether Ctrl-C was pressed: a step is never cut in two."""
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: pressed.append(number))
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)


def log(name: str, moment: Moment) -> None:
    """Write a line about some of the moments."""
    if moment.step % 1000 == 0:
        sys.stderr.write(f"{name} {moment.step}/{moment.total} loss {moment.loss:.4f}\n")
        sys.stderr.flush()


@contextmanager
def progress(name: str) -> Iterator[Callable[[Any], None]]:
    """Show a bar with loss, rate and time left; into a file, a line every thousand steps."""
    if not sys.stderr.isatty():
        yield lambda moment: log(name, moment)
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("loss {task.fields[loss]:.4f}  rate {task.fields[rate]:.5f}  left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err) as bar:
        task = bar.add_task(name, loss=0.0, rate=0.0)

        def show(moment: Any) -> None:
            bar.update(
                task, total=moment.total, completed=moment.step, loss=moment.loss, rate=moment.rate
            )

        yield show
