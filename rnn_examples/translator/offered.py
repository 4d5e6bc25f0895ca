"""Sentences that the site offers to try: the first ones of the `random` test sentences.

To draw them takes seconds, as 95 in 100 sentences are for training. So they are written when the
experiment is recorded, and a test draws them again.
"""

from collections.abc import Iterable
from pathlib import Path

from rnn_examples.translator.splits import Pair

FILE = Path(__file__).parent / "weights" / "offered.txt"
COUNT = 60


def text_of(pairs: Iterable[Pair]) -> str:
    """What stands in the file, given the test sentences: the English of each, one a line."""
    return "".join(f"{' '.join(pair.english)}\n" for pair in list(pairs)[:COUNT])


def sentences() -> list[str]:
    """The sentences, as they were written."""
    return FILE.read_text("utf-8").splitlines()
