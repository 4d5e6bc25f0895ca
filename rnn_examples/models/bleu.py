"""BLEU: how many n-grams of a translation stand in a reference too.

Conventions, all those of the paper, or of sacrebleu where the paper is silent:

- An n-gram is a run of n tokens. The counts are clipped: no more copies of an n-gram count than the
  reference has, of several references the one that has most.
- The score is the brevity penalty times the geometric mean of the N precisions, with uniform
  weights 1/N. It lies between 0 and 1; sacrebleu prints 100 times as much.
- The brevity penalty is 1 from the length r of the reference on, and exp(1 − r/c) for a shorter
  translation of c tokens. Of several references the closest length counts; of two that are equally
  close, the shorter.
- A corpus has one score, from the sums of all its counts and lengths. It is not the mean of scores.
- Smoothing (Chen and Cherry, 2014; the names are sacrebleu's): "none"; "floor" puts `value` for a
  count of 0 (0.1); "add-k" adds `value` to both counts of every order above 1 (1); "exp" halves:
  the first order without a match counts 1/2, the next one 1/4, and so on.
- Without a single match the score is 0, whatever the smoothing.
- A translation of fewer than N tokens has no n-grams of the highest orders, and its score is 0;
  "add-k" makes these precisions 1. With `effective_order` the mean is over the orders that it has.

A sentence is a list of tokens, or text, which `split` cuts. Nothing is normalised: the same word
in two encodings is two words. An empty translation scores 0. ValueError: no sentences, no
reference, an empty reference, more or fewer lists of references than translations.
Source: Papineni, Roukos, Ward and Zhu (2002).
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Annotated, NamedTuple

from rnn_examples.models.checks import check_calls
from rnn_examples.models.shapes import CountFromOne

Sentence = str | Sequence[str]

SMOOTHINGS = {"none": 0.0, "floor": 0.1, "add-k": 1.0, "exp": 0.0}
"""The names of the smoothings, with the value that each has if none is given."""


class NgramCounts(NamedTuple):
    """What a score is made from; the tuples have one entry for each order from 1 to N."""

    matches: tuple[int, ...]  # n-grams of the translation that count
    totals: tuple[int, ...]  # all n-grams of the translation
    c: int  # the length of the translation, in tokens
    r: int  # the length of the reference that is compared with it


class Bleu(NamedTuple):
    """A score, between 0 and 1, with its parts."""

    bleu: float
    precisions: tuple[float, ...]  # smoothed
    brevity_penalty: float


def _is_smoothing(name: str, value: str, _: object) -> None:
    if value not in SMOOTHINGS:
        raise ValueError(f"{name} is {value!r}; it must be one of {', '.join(SMOOTHINGS)}")


def _is_not_negative(name: str, value: float | None, _: object) -> None:
    if value is not None and not 0 <= value < math.inf:
        raise ValueError(f"{name} is {value}; it must be a finite number, at least 0")


Smoothing = Annotated[str, _is_smoothing]
SmoothingValue = Annotated[float | None, _is_not_negative]


def split(text: str) -> list[str]:
    """Cut text at spaces and around the danda; the danda (।) is a token."""
    return re.sub("([।॥])", r" \1 ", text).split()


def ngrams(tokens: Sequence[str], n: CountFromOne) -> Counter[tuple[str, ...]]:
    """Count the runs of n tokens."""
    return Counter(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1))


def count(hypothesis: Sentence, references: Sequence[Sentence], N: CountFromOne = 4) -> NgramCounts:
    """Count the n-grams of one sentence, clipped by those of its references."""
    tokens, others = _tokens(hypothesis), _references(references)
    matches, totals = [], []
    for n in range(1, N + 1):
        found, most = ngrams(tokens, n), Counter[tuple[str, ...]]()
        for reference in others:
            most |= ngrams(reference, n)
        matches.append((found & most).total())
        totals.append(found.total())
    lengths = [len(reference) for reference in others]
    return NgramCounts(
        tuple(matches), tuple(totals), len(tokens), closest_length(len(tokens), lengths)
    )


def closest_length(c: int, lengths: Sequence[int]) -> int:
    """Choose the length that is closest to c; of two that are equally close, the shorter."""
    return min(lengths, key=lambda length: (abs(length - c), length))


def added(counts: Iterable[NgramCounts]) -> NgramCounts:
    """Add the counts and lengths of sentences, each number by itself."""
    rows = list(counts)
    if not rows:
        raise ValueError("there are no sentences: at least one is needed")
    matches, totals = (
        tuple(sum(column) for column in zip(*part, strict=True))
        for part in ([row.matches for row in rows], [row.totals for row in rows])
    )
    return NgramCounts(matches, totals, sum(row.c for row in rows), sum(row.r for row in rows))


def brevity_penalty(c: int, r: int) -> float:
    """Give 1 for what is as long as the reference, and less for what is shorter."""
    if c >= r:
        return 1.0
    return math.exp(1 - r / c) if c else 0.0


def precisions(
    counts: NgramCounts, smoothing: Smoothing = "none", value: SmoothingValue = None
) -> list[float]:
    """Divide matches by totals, order by order, up to the last order that has n-grams."""
    value = SMOOTHINGS[smoothing] if value is None else value
    found, halves = list[float](), 1.0
    for n, (match, total) in enumerate(zip(counts.matches, counts.totals, strict=True), 1):
        extra = value if smoothing == "add-k" and n > 1 else 0
        if not total + extra:
            break
        if match + extra:
            found.append((match + extra) / (total + extra))
        elif smoothing == "exp":
            halves /= 2
            found.append(halves / total)
        else:
            found.append(value / total if smoothing == "floor" else 0.0)
    return found


def score(
    counts: NgramCounts,
    smoothing: Smoothing = "none",
    value: SmoothingValue = None,
    *,
    effective_order: bool = False,
) -> Bleu:
    """Make the score of a sentence or a corpus from its counts."""
    N, penalty = len(counts.matches), brevity_penalty(counts.c, counts.r)
    if not any(counts.matches):
        return Bleu(0.0, (0.0,) * N, penalty)
    found = precisions(counts, smoothing, value)
    every = (*found, *[0.0] * (N - len(found)))
    averaged = found if effective_order else every
    if not all(averaged):
        return Bleu(0.0, every, penalty)
    mean = math.exp(sum(math.log(p) for p in averaged) / len(averaged))
    return Bleu(penalty * mean, every, penalty)


def sentence_bleu(
    hypothesis: Sentence,
    references: Sequence[Sentence],
    N: CountFromOne = 4,
    smoothing: Smoothing = "none",
    value: SmoothingValue = None,
    *,
    effective_order: bool = False,
) -> Bleu:
    """Score one sentence against one or more references."""
    counts = count(hypothesis, references, N)
    return score(counts, smoothing, value, effective_order=effective_order)


def corpus_bleu(
    hypotheses: Sequence[Sentence],
    references: Sequence[Sequence[Sentence]],
    N: CountFromOne = 4,
    smoothing: Smoothing = "none",
    value: SmoothingValue = None,
    *,
    effective_order: bool = False,
) -> Bleu:
    """Score many sentences as one; references: for each sentence, the list of its references."""
    same_number(hypotheses, references)
    counts = added(
        count(one, others, N) for one, others in zip(hypotheses, references, strict=True)
    )
    return score(counts, smoothing, value, effective_order=effective_order)


def same_number(hypotheses: Sequence[object], references: Sequence[Sequence[Sentence]]) -> None:
    """Raise ValueError where the sentences and their lists of references are not as many."""
    is_list("hypotheses", hypotheses)
    is_list("references", references)
    if len(hypotheses) != len(references):
        raise ValueError(
            f"there are {len(hypotheses)} sentences and {len(references)} lists of references: "
            "each sentence needs one list"
        )


def is_list(name: str, sentences: object) -> None:
    """Raise ValueError for one text where a list of texts is needed."""
    if isinstance(sentences, str):
        raise ValueError(f"{name} is the text {sentences!r}; it must be a list")  # noqa: TRY004 (as for all bad input)


def _tokens(sentence: Sentence) -> Sequence[str]:
    return split(sentence) if isinstance(sentence, str) else sentence


def _references(references: Sequence[Sentence]) -> list[Sequence[str]]:
    is_list("references", references)
    found = [_tokens(reference) for reference in references]
    if not found:
        raise ValueError("there is no reference: at least one is needed")
    if empty := [i for i, reference in enumerate(found) if not reference]:
        raise ValueError(f"references[{empty[0]}] is empty: a reference has at least one token")
    return found


check_calls(__name__)
