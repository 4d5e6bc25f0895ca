"""The page on search: a tree in which greedy loses, and one in which a wide beam does."""

import math

import numpy as np

from rnn_examples.models.search import Hypothesis, Tokens, beam, exhaustive
from rnn_examples.models.search_tree import penalise, probabilities, search_tree
from rnn_examples.oracles import search as oracles
from rnn_examples.worked_example import Vocabulary, WorkedExample, each_made

ONE_WORD = Vocabulary("A", "B")
TWO_WORDS = Vocabulary("AA", "AB", "BA", "BB")
THREE_WORDS = Vocabulary("AAA", "AAB", "ABA", "ABB", "BAA", "BAB", "BBA", "BBB")

TREE = (
    WorkedExample(
        search_tree,
        width=np.float64(2.0),
        q_1=np.float64(0.6),
        q_2=np.array([0.55, 0.9]),
        q_3=np.array([0.55, 0.9, 0.6, 0.5]),
    )
    .checked_by(oracles.tree)
    .with_words(first=ONE_WORD, second=TWO_WORDS, third=THREE_WORDS, likeliest=THREE_WORDS)
    .with_sliders(width=(1, 8, 1))
)
TREE_GREEDY = TREE.with_inputs(width=np.float64(1.0))
TREE_OTHER = TREE_GREEDY.with_inputs(q_1=np.float64(0.44))
TREE_WIDE = TREE.with_inputs(width=np.float64(3.0))

# Three finished sequences: each way of dividing has another winner.
PENALTIES = (
    WorkedExample(
        penalise,
        log_p=np.array([-1.2, -1.3, -1.9]),
        length=np.array([2.0, 4.0, 8.0]),
        alpha=np.float64(0.6),
    )
    .checked_by(oracles.penalties)
    .with_sliders(alpha=(0, 2, 0.1))
)

# Token 0 ends a sequence; what may follow each beginning.
FOLLOWING = {
    (): (0.3, 0.45, 0.25),
    (1,): (0.1, 0.8, 0.1),
    (2,): (0.9, 0.05, 0.05),
    (1, 1): (0.8, 0.1, 0.1),
    (1, 2): (0.8, 0.1, 0.1),
    (2, 1): (0.8, 0.1, 0.1),
    (2, 2): (0.8, 0.1, 0.1),
}


def following(tokens: Tokens) -> list[float]:
    """The logarithms of the probabilities."""
    return [math.log(p) for p in FOLLOWING[tokens]]


def searched(rule: str, width: int) -> dict[str, np.ndarray]:
    """What a beam finds in this tree, the most probable first."""
    return in_arrays(beam(following, 0, 3, width, rule).results)


def enumerated() -> dict[str, np.ndarray]:
    """All sequences of this tree, the most probable first."""
    return in_arrays(exhaustive(following, 0, 3))


def in_arrays(results: list[Hypothesis]) -> dict[str, np.ndarray]:
    """Their logarithms and lengths."""
    return {
        "log_p": np.array([found.log_p for found in results]),
        "length": np.array([float(len(found.tokens)) for found in results]),
    }


def found_by(rule: str, width: int) -> WorkedExample:
    """A beam's results."""
    return WorkedExample(probabilities, **each_made(searched, rule=rule, width=width)).checked_by(
        oracles.probabilities
    )


ALL_SEQUENCES = WorkedExample(probabilities, **each_made(enumerated)).checked_by(
    oracles.probabilities
)
KEEP_ONE = found_by("keep", 1)
KEEP_TWO = found_by("keep", 2)
LEAVE_TWO = found_by("leave", 2)
REFILL_TWO = found_by("refill", 2)
