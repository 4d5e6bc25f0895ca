"""chrF: the F-score of the character n-grams that a translation shares with a reference.

Conventions, those of sacrebleu:

- Characters are code points: a Hindi letter and its vowel sign are two. White space is taken out
  first, so an n-gram may begin in one word and end in the next; `whitespace` leaves it in.
- Orders 1 to `char_order` (6) of characters and, for chrF++, orders 1 to `word_order` (2, else 0)
  of words. A mark of ASCII at the end of a word, else one at its beginning, is a word by itself.
- Precision and recall are averaged over the orders of which both sentences have n-grams; then
  F = (1 + β²) P R / (β² P + R), with β = 2: recall counts twice as much. With `eps_smoothing` it is
  the mean of each order's F over all orders, and a share that is undefined is 10⁻¹⁶.
- Of several references, the one with the best score counts; of two equal ones, the first.
- A corpus has one score, from the sums of its counts.

The score lies between 0 and 1; sacrebleu prints 100 times as much. Nothing is normalised. An empty
translation scores 0. ValueError: no sentences, no reference, an empty reference, more or fewer
lists of references than translations.
Source: Popović (2015), and (2017) for chrF++.
"""

import math
import string
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rnn_examples.models.bleu import is_list, same_number
from rnn_examples.models.checks import Within, check_calls

EPSILON = 1e-16
CONDITIONS = {
    "char_order": Within(1.0),
    "word_order": Within(0.0),
    "beta": Within(0.0, left_out=(0.0,)),
}


class OrderCounts(NamedTuple):
    """The n-grams of one order."""

    hypothesis: int  # how many the translation has; 0 if the reference has none of this order
    reference: int
    matches: int  # how many are in both


@dataclass(frozen=True)
class Settings:
    """What is counted, and how it is averaged. beta is above 0."""

    char_order: int = 6
    word_order: int = 0
    beta: float = 2.0
    whitespace: bool = False
    eps_smoothing: bool = False

    def __post_init__(self) -> None:
        for name, condition in CONDITIONS.items():
            condition(name, getattr(self, name), {})


CHRF = Settings()
CHRF_PLUS_PLUS = Settings(word_order=2)


def sentence_chrf(hypothesis: str, references: Sequence[str], settings: Settings = CHRF) -> float:
    """Score one sentence against one or more references."""
    return f_score(best_counts(hypothesis, references, settings), settings)


def corpus_chrf(
    hypotheses: Sequence[str], references: Sequence[Sequence[str]], settings: Settings = CHRF
) -> float:
    """Score many sentences as one; references: for each sentence, the list of its references."""
    same_number(hypotheses, references)
    rows = [
        best_counts(one, others, settings)
        for one, others in zip(hypotheses, references, strict=True)
    ]
    if not rows:
        raise ValueError("there are no sentences: at least one is needed")
    orders = zip(*rows, strict=True)
    return f_score([OrderCounts(*map(sum, zip(*order, strict=True))) for order in orders], settings)


def best_counts(
    hypothesis: str, references: Sequence[str], settings: Settings = CHRF
) -> list[OrderCounts]:
    """Count against the reference with the best score; the orders of words come last."""
    is_list("references", references)
    if not references:
        raise ValueError("there is no reference: at least one is needed")
    for i, reference in enumerate(references):
        if not reference.split():
            raise ValueError(f"references[{i}] is empty: a reference has at least one character")
    counts = [counted(hypothesis, reference, settings) for reference in references]
    return max(counts, key=lambda found: f_score(found, settings))


def counted(hypothesis: str, reference: str, settings: Settings = CHRF) -> list[OrderCounts]:
    """Count the n-grams of every order in two sentences."""
    found = []
    for ours, theirs in zip(
        all_ngrams(hypothesis, settings), all_ngrams(reference, settings), strict=True
    ):
        has_any = bool(theirs)
        found.append(
            OrderCounts(ours.total() if has_any else 0, theirs.total(), (ours & theirs).total())
        )
    return found


def all_ngrams(sentence: str, settings: Settings = CHRF) -> list[Counter[str]]:
    """Count the n-grams of each order: first of characters, then of words."""
    text = sentence if settings.whitespace else "".join(sentence.split())
    split = words(sentence)
    return [
        *(
            Counter(text[i : i + n] for i in range(len(text) - n + 1))
            for n in range(1, settings.char_order + 1)
        ),
        *(
            Counter(" ".join(split[i : i + n]) for i in range(len(split) - n + 1))
            for n in range(1, settings.word_order + 1)
        ),
    ]


def words(sentence: str) -> list[str]:
    """Cut at white space, and a mark off a word: at its end, else at its beginning."""
    found = list[str]()
    for word in sentence.split():
        if len(word) > 1 and word[-1] in string.punctuation:
            found += [word[:-1], word[-1]]
        elif len(word) > 1 and word[0] in string.punctuation:
            found += [word[0], word[1:]]
        else:
            found.append(word)
    return found


def f_score(counts: Sequence[OrderCounts], settings: Settings = CHRF) -> float:
    """Make the score from the counts of all orders."""
    if settings.eps_smoothing:
        scores = [
            _f(
                order.matches / order.hypothesis if order.hypothesis else EPSILON,
                order.matches / order.reference if order.reference else EPSILON,
                settings.beta,
                EPSILON,
            )
            for order in counts
        ]
        return math.fsum(scores) / len(scores)
    both = [order for order in counts if order.hypothesis and order.reference]
    if not both:
        return 0.0
    precision = math.fsum(order.matches / order.hypothesis for order in both) / len(both)
    recall = math.fsum(order.matches / order.reference for order in both) / len(both)
    return _f(precision, recall, settings.beta, 0.0)


def _f(precision: float, recall: float, beta: float, if_both_are_zero: float) -> float:
    weighted = beta**2 * precision + recall
    if not weighted:
        return if_both_are_zero
    return (1 + beta**2) * precision * recall / weighted


check_calls(__name__)
