"""Search for the most probable sequence: greedy, with a beam, or through all of them.

What is searched is a tree. `following` takes the tokens so far, a tuple of ids, and gives the
logarithm of the probability of each token that may come next; −∞ is a token that is impossible. A
table of a tree is such a function: `table.__getitem__`.

Conventions:

- A sequence ends with the token `end`, or when it has `longest` tokens. Its length counts `end`.
- Its log-probability is the sum over its tokens. Its score is that, divided by a length penalty:
  "none" is 1; "length" is |Y|; "wu" is ((5 + |Y|) / 6)^α, of Wu and others (2016), equation 14.
- A beam compares log-probabilities as it goes. The penalty decides among the results, at the end.
- Finished sequences, in a beam of width w: "keep" their place, and are compared with all others at
  each step; or "leave" it, and the beam has one place less from there on; or their place is at once
  "refill"ed by the best sequence that is not finished, and the search stops with w of them.
- Of two equal numbers the first wins: the sequence whose token has the lower id where they part.
- What is impossible is never kept.

ValueError: NaN, a logarithm above 0, no token that is possible, a width or a length below 1.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, NamedTuple

from rnn_examples.models.checks import Within, check_calls
from rnn_examples.models.shapes import CountFromOne

Tokens = tuple[int, ...]
Following = Callable[[Tokens], Sequence[float]]

RULES = ("keep", "leave", "refill")
PENALTIES: dict[str, Callable[[int, float], float]] = {
    "none": lambda length, alpha: 1.0,
    "length": lambda length, alpha: float(length),
    "wu": lambda length, alpha: ((5 + length) / 6) ** alpha,
}


def _is_rule(name: str, value: str, _: object) -> None:
    if value not in RULES:
        raise ValueError(f"{name} is {value!r}; it must be one of {', '.join(RULES)}")


def _is_penalty(name: str, value: str, _: object) -> None:
    if value not in PENALTIES:
        raise ValueError(f"{name} is {value!r}; it must be one of {', '.join(PENALTIES)}")


Rule = Annotated[str, _is_rule]
Penalty = Annotated[str, _is_penalty]
Alpha = Annotated[float, Within(0.0)]


class Hypothesis(NamedTuple):
    """A sequence of tokens, and the logarithm of its probability."""

    tokens: Tokens
    log_p: float


class BeamStep(NamedTuple):
    """What becomes of the candidates of one step; each list has the best one first."""

    kept: list[Hypothesis]  # they go on, or keep their place
    finished: list[Hypothesis]  # they have left the beam at this step
    cut: list[Hypothesis]


class Search(NamedTuple):
    """The results, the best score first; and the steps that led there."""

    results: list[Hypothesis]
    steps: list[BeamStep]


def length_penalty(length: CountFromOne, penalty: Penalty = "none", alpha: Alpha = 0.6) -> float:
    """Give what a log-probability is divided by; alpha is used by "wu" alone."""
    return PENALTIES[penalty](length, alpha)


def score(found: Hypothesis, penalty: Penalty = "none", alpha: Alpha = 0.6) -> float:
    """Divide the log-probability by the length penalty."""
    return found.log_p / length_penalty(len(found.tokens), penalty, alpha)


def ranked(
    found: Sequence[Hypothesis], penalty: Penalty = "none", alpha: Alpha = 0.6
) -> list[Hypothesis]:
    """Sort, the best score first; of equal ones, the lower id at the first difference."""
    return sorted(found, key=lambda one: (-score(one, penalty, alpha), one.tokens))


def greedy(following: Following, end: int | None, longest: CountFromOne) -> Hypothesis:
    """Take the most probable token at each step, and never look back."""
    found = Hypothesis((), 0.0)
    while not _is_done(found, end, longest):
        found = _in_order(_longer(found, following))[0]
    return found


def beam(
    following: Following,
    end: int | None,
    longest: CountFromOne,
    width: CountFromOne,
    rule: Rule = "keep",
    penalty: Penalty = "none",
    alpha: Alpha = 0.6,
) -> Search:
    """Go on with the `width` best sequences of each step."""
    alive, finished, steps = [Hypothesis((), 0.0)], list[Hypothesis](), list[BeamStep]()
    while open_ones := [one for one in alive if not _is_done(one, end, longest)]:
        if rule == "refill" and len(finished) >= width:
            return Search(ranked(finished, penalty, alpha)[:width], steps)
        done = [one for one in alive if _is_done(one, end, longest)]
        longer = [one for each in open_ones for one in _longer(each, following)]
        places = width - len(finished) if rule == "leave" else width
        step = _chosen(_in_order(done + longer), end, places, rule)
        finished += step.finished
        alive = step.kept
        steps.append(step)
    return Search(ranked(finished + alive, penalty, alpha)[:width], steps)


def exhaustive(
    following: Following,
    end: int | None,
    longest: CountFromOne,
    penalty: Penalty = "none",
    alpha: Alpha = 0.6,
) -> list[Hypothesis]:
    """Give every sequence that is possible, the best score first."""

    def below(found: Hypothesis) -> Iterator[Hypothesis]:
        if _is_done(found, end, longest):
            yield found
            return
        for longer in _longer(found, following):
            yield from below(longer)

    return ranked([*below(Hypothesis((), 0.0))], penalty, alpha)


def _chosen(candidates: list[Hypothesis], end: int | None, places: int, rule: str) -> BeamStep:
    """Fill the places with the best candidates, by the rule; the candidates are in order."""
    kept, finished, taken = list[Hypothesis](), list[Hypothesis](), 0
    for place, one in enumerate(candidates):
        if taken == places:
            return BeamStep(kept, finished, candidates[place:])
        leaves = rule != "keep" and one.tokens[-1] == end
        (finished if leaves else kept).append(one)
        taken += not (leaves and rule == "refill")
    return BeamStep(kept, finished, [])


def _is_done(found: Hypothesis, end: int | None, longest: int) -> bool:
    return len(found.tokens) == longest or (bool(found.tokens) and found.tokens[-1] == end)


def _in_order(candidates: list[Hypothesis]) -> list[Hypothesis]:
    return sorted(candidates, key=lambda one: (-one.log_p, one.tokens))


def _longer(found: Hypothesis, following: Following) -> list[Hypothesis]:
    """The sequence with each token that is possible."""
    log_p = following(found.tokens)
    for token, number in enumerate(log_p):
        if not number <= 0:
            raise ValueError(
                f"the log-probability of token {token} after {found.tokens} is {number}; "
                "it must be a number up to 0, or −∞"
            )
    possible = [
        Hypothesis((*found.tokens, token), found.log_p + float(number))
        for token, number in enumerate(log_p)
        if number > -math.inf
    ]
    if not possible:
        raise ValueError(f"no token is possible after {found.tokens}")
    return possible


check_calls(__name__)
