"""`rnn-examples translate`: English to Hindi, by a network that was trained here."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from rnn_examples.cli.printing import Json, err, print_table, stop

if TYPE_CHECKING:
    from rnn_examples.translator.translating import Refusal, Translation
    from rnn_examples.translator.weights import Trained


def translate(
    sentence: Annotated[
        str, typer.Argument(help="A sentence, or `-`: standard input, a sentence a line.")
    ] = "-",
    file: Annotated[
        Path | None,
        typer.Option("--file", help="A file with a sentence a line.", exists=True, dir_okay=False),
    ] = None,
    beam: Annotated[int, typer.Option("--beam", min=1, max=50, help="How many to keep.")] = 1,
    model: Annotated[str, typer.Option("--model", help="rnn, lstm, gru, attention.")] = "attention",
    words: Annotated[
        bool, typer.Option("--words", help="Show each word: romanised, in English, its form.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Translate English to Hindi. A sentence outside the grammar is refused at the word."""
    from rnn_examples.translator import weights
    from rnn_examples.translator.recipes import RECIPES

    if file and sentence != "-":
        raise typer.BadParameter("a sentence and --file are two sources: give one")
    if model not in RECIPES:
        stop(f"no model named {model!r}; there are {', '.join(RECIPES)}")
    try:
        trained = weights.load(weights.file_of(model))
    except (OSError, ValueError) as error:
        stop(str(error))
    is_many = file is not None or sentence == "-"
    with lines_of(sentence, file) as lines:
        faults = answer(trained, lines, beam, is_many=is_many, words=words, as_json=as_json)
    if faults:
        raise typer.Exit(1)


@contextmanager
def lines_of(sentence: str, file: Path | None) -> Iterator[Iterable[str]]:
    """The lines to translate. Bytes that are no text become �."""
    if file:
        with file.open(encoding="utf-8", errors="replace") as opened:
            yield counted(opened, file.stat().st_size)
    elif sentence == "-":
        if hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")
        yield counted(sys.stdin, None)
    else:
        yield [sentence]


def counted(lines: Iterable[str], total: int | None) -> Iterator[str]:
    """Show how much is read, where the translations themselves are not on the terminal.

    total: how many bytes there are, if known.
    """
    if sys.stdout.isatty() or not sys.stderr.isatty():
        yield from lines
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    text = TextColumn("{task.fields[lines]} lines")
    with Progress(text, BarColumn(), TimeRemainingColumn(), console=err) as bar:
        task = bar.add_task("", total=total, lines=0)
        for number, line in enumerate(lines, 1):
            yield line
            bar.update(task, advance=len(line.encode("utf-8", "replace")), lines=number)


def answer(
    trained: Trained, lines: Iterable[str], beam: int, *, is_many: bool, words: bool, as_json: bool
) -> int:
    """Translate line after line, each as soon as it is read; give how many were refused.

    Of many lines, empty ones are skipped.
    """
    from rnn_examples.translator.translating import Refusal, translated

    faults = 0
    for number, line in enumerate(lines, 1):
        if is_many and not line.strip():
            continue
        found = translated(trained, line, beam)
        where = {"line": number} if is_many else {}
        if isinstance(found, Refusal):
            faults += 1
        if as_json:
            sys.stdout.write(json.dumps({**where, **data_of(found)}, ensure_ascii=False) + "\n")
        elif isinstance(found, Refusal):
            place = f"line {number}, column {found.column}: " if is_many else ""
            err.print(Text(f"{place}{found.reason}", style="red"))
        else:
            show(found, words=words)
        sys.stdout.flush()
    return faults


def show(found: Translation, *, words: bool) -> None:
    """Print a translation; below it what the beam kept, and what each word is."""
    sys.stdout.write(found.best.text + "\n")
    if len(found.candidates) > 1:
        for candidate in found.candidates:
            sys.stdout.write(f"  {candidate.score:.3f}  {candidate.text}\n")
    if words:
        rows = [
            (text, *reading) for text, reading in zip(found.best.words, found.readings, strict=True)
        ]
        print_table(("word", "spoken", "English", "form"), rows)
        if not found.is_right:
            err.print(Text(f"by rule: {found.right}"))


def data_of(found: Translation | Refusal) -> dict[str, Any]:
    """A translation, or why there is none, for a script."""
    from rnn_examples.translator.translating import Refusal

    if isinstance(found, Refusal):
        return {"english": found.english, "column": found.column, "refused": found.reason}
    return {
        "english": " ".join(found.english),
        "hindi": found.best.text,
        "is_right": found.is_right,
        "words": [
            {"text": text, **reading._asdict()}
            for text, reading in zip(found.best.words, found.readings, strict=True)
        ],
        "candidates": [
            {"hindi": c.text, "score": c.score, "log_probability": c.log_probability}
            for c in found.candidates
        ],
    }
