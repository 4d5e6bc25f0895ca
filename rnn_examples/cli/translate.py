"""`rnn-examples translate`: English to Hindi, by a network that was trained here."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from rnn_examples.cli.printing import Json, err, stop

if TYPE_CHECKING:
    from rnn_examples.translator.weights import Trained


def translate(
    sentence: Annotated[
        str, typer.Argument(help="A sentence, or `-`: standard input, a sentence a line.")
    ] = "-",
    file: Annotated[
        Path | None, typer.Option("--file", help="A file with a sentence a line.")
    ] = None,
    beam: Annotated[int, typer.Option("--beam", min=1, max=50, help="How many to keep.")] = 1,
    model: Annotated[str, typer.Option("--model", help="rnn, lstm, gru, attention.")] = "attention",
    as_json: Json = False,
) -> None:
    """Translate English to Hindi. A sentence outside the grammar is refused at the word."""
    from rnn_examples.translator import weights  # noqa: PLC0415
    from rnn_examples.translator.recipes import RECIPES  # noqa: PLC0415

    if model not in RECIPES:
        stop(f"no model named {model!r}; there are {', '.join(RECIPES)}")
    try:
        trained = weights.load(weights.file_of(model))
    except ValueError as error:
        stop(str(error))
    is_many = file is not None or sentence == "-"
    if file:
        with file.open(encoding="utf-8", errors="replace") as opened:
            faults = answer(trained, opened, beam, is_many=True, as_json=as_json)
    else:
        lines: Iterable[str] = sys.stdin if is_many else [sentence]
        faults = answer(trained, lines, beam, is_many=is_many, as_json=as_json)
    if faults:
        raise typer.Exit(1)


def answer(
    trained: Trained, lines: Iterable[str], beam: int, *, is_many: bool, as_json: bool
) -> int:
    """Translate line after line, each as soon as it is read; give how many were refused."""
    faults = 0
    for number, found in translated(trained, lines, beam):
        if "refused" in found:
            faults += 1
            where = f"line {number}: " if is_many else ""
            if not as_json:
                err.print(Text(f"{where}{found['refused']}", style="red"))
        if as_json:
            data = {"line": number, **found} if is_many else found
            sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
        elif "hindi" in found:
            sys.stdout.write(found["hindi"] + "\n")
            for other in found["others"]:
                sys.stdout.write(f"  {other['score']:.3f}  {other['hindi']}\n")
        sys.stdout.flush()
    return faults


def translated(
    trained: Trained, lines: Iterable[str], width: int
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each line's number and its translation, or why it is refused. Empty lines are skipped.

    others: with a beam, all its translations with their scores, the best first.
    """
    from rnn_examples.translator.decoding import beam  # noqa: PLC0415
    from rnn_examples.translator.grammar import RefusedError, parse  # noqa: PLC0415
    from rnn_examples.translator.networks import SPECIAL  # noqa: PLC0415
    from rnn_examples.translator.refusals import explained  # noqa: PLC0415
    from rnn_examples.translator.tokens import english_words, hindi_text  # noqa: PLC0415
    from rnn_examples.translator.training import ids  # noqa: PLC0415

    english = ids(trained.words.english)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            words = parse(english_words(line)).words
        except RefusedError as error:
            yield number, {"english": line.strip(), "refused": explained(error)}
            continue
        source = [english[word] for word in words]
        kept = [
            {
                "hindi": hindi_text(
                    trained.words.hindi[w - SPECIAL] for w in found.words if w >= SPECIAL
                ),
                "score": found.score,
                "log_probability": found.log_probability,
            }
            for found in beam(trained.sizes, trained.weights, source, width)
        ]
        others = kept if width > 1 else []
        yield number, {"english": " ".join(words), "hindi": kept[0]["hindi"], "others": others}
