"""A line of text to its translation by a network, or to the reason why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass

from rnn_examples.translator import hindi
from rnn_examples.translator.decoding import beam
from rnn_examples.translator.dictionary import Reading, explained
from rnn_examples.translator.grammar import Parsed, RefusedError, parse
from rnn_examples.translator.networks import SPECIAL
from rnn_examples.translator.refusals import explained as reason
from rnn_examples.translator.tokens import Placed, english_places, hindi_text
from rnn_examples.translator.training import ids
from rnn_examples.translator.weights import Trained


@dataclass(frozen=True)
class Candidate:
    """One of the translations that a beam kept. score: its log-probability over its penalty."""

    words: tuple[str, ...]
    log_probability: float
    score: float

    @property
    def text(self) -> str:
        return hindi_text(self.words)


@dataclass(frozen=True)
class Translation:
    """What a network made of a sentence. rule: the right translation; the best candidate first."""

    english: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    rule: tuple[hindi.Token, ...]

    @property
    def best(self) -> Candidate:
        return self.candidates[0]

    @property
    def is_right(self) -> bool:
        return self.best.words == tuple(token.text for token in self.rule)

    @property
    def right(self) -> str:
        """The translation by rule."""
        return hindi_text(token.text for token in self.rule)

    @property
    def readings(self) -> list[Reading]:
        """What each word of the best candidate is."""
        return explained(self.best.words, self.rule)


@dataclass(frozen=True)
class Refusal:
    """Why a line is not translated. column: of the first wrong word, counted from 1."""

    english: str
    column: int
    reason: str


def translated(trained: Trained, line: str, width: int = 1) -> Translation | Refusal:
    """Translate a line, keeping so many beginnings (1: the most probable word each time)."""
    line = printable(line).rstrip()
    placed = english_places(line)
    try:
        parsed = parse([word for word, _ in placed])
    except RefusedError as error:
        return Refusal(line.strip(), column_of(line, placed, error.place), reason(error))
    rule = tuple(hindi.translation(parsed.sentence))
    return Translation(parsed.words, candidates(trained, parsed, width), rule)


def candidates(trained: Trained, parsed: Parsed, width: int) -> tuple[Candidate, ...]:
    """The translations that a beam keeps, the best first."""
    english, words = ids(trained.words.english), trained.words.hindi
    source = [english[word] for word in parsed.words]
    return tuple(
        Candidate(
            tuple(words[number - SPECIAL] for number in found.words if number >= SPECIAL),
            found.log_probability,
            found.score,
        )
        for found in beam(trained.sizes, trained.weights, source, width)
    )


def printable(text: str) -> str:
    """Write � for what cannot be shown: control characters and halves of characters."""
    return "".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in text)


def column_of(line: str, placed: Sequence[Placed], place: int) -> int:
    """The column of a word; of the end of the line if the sentence is not finished.

    place: counted as the grammar does, which leaves out full stops.
    """
    columns = [column for word, column in placed if word != "."]
    return columns[place] if place < len(columns) else len(line) + 1
