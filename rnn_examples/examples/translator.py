"""The page on the translator: the recorded experiment, model by model.

Each vector has an entry for each split: random, longer, combination, agreement.
"""

import numpy as np

from rnn_examples.models.shares import of_hundred, shares
from rnn_examples.oracles import shares as oracles
from rnn_examples.translator import experiments
from rnn_examples.translator.splits import TESTS
from rnn_examples.worked_example import WorkedExample, made

Z = np.float64(1.96)


def right(model: str) -> np.ndarray:
    """How many sentences of each split a model translates without a mistake."""
    figures = experiments.record()[model]
    return np.array([float(figures[split]["right"]) for split in TESTS])


def tested(model: str) -> np.ndarray:
    """How many sentences of each split there are."""
    figures = experiments.record()[model]
    return np.array([float(figures[split]["count"]) for split in TESTS])


def agreeing(model: str, gender: str, count: str) -> np.ndarray:
    """How many words should agree with a word of this gender (compared), or do not (wrong)."""
    figures = experiments.record()[model]
    return np.array([float(figures[split]["agreement"][gender][count]) for split in TESTS])


def exact(model: str) -> WorkedExample:
    """The share of sentences without a mistake."""
    return WorkedExample(
        shares, right=made(right, model=model), n=made(tested, model=model), z=Z
    ).checked_by(oracles.shares)


def disagreeing(model: str, gender: str) -> WorkedExample:
    """The share of words with the form of another gender, number or case."""
    return WorkedExample(
        shares,
        right=made(agreeing, model=model, gender=gender, count="wrong"),
        n=made(agreeing, model=model, gender=gender, count="compared"),
        z=Z,
    ).checked_by(oracles.shares)


def percent(model: str, score: str) -> np.ndarray:
    """The score of each split, bleu or chrf."""
    figures = experiments.record()[model]
    return np.array([figures[split][score][0] for split in TESTS])


def scored(model: str) -> WorkedExample:
    """How near the translations are to the right ones."""
    return WorkedExample(
        of_hundred,
        bleu_percent=made(percent, model=model, score="bleu"),
        chrf_percent=made(percent, model=model, score="chrf"),
    ).checked_by(oracles.of_hundred)


TRANSLATOR_RNN = exact("rnn")
TRANSLATOR_LSTM = exact("lstm")
TRANSLATOR_GRU = exact("gru")
TRANSLATOR_ATTENTION = exact("attention")

SCORES_RNN = scored("rnn")
SCORES_LSTM = scored("lstm")
SCORES_GRU = scored("gru")
SCORES_ATTENTION = scored("attention")

FEMININE_RNN = disagreeing("rnn", "f")
MASCULINE_RNN = disagreeing("rnn", "m")
FEMININE_LSTM = disagreeing("lstm", "f")
MASCULINE_LSTM = disagreeing("lstm", "m")
FEMININE_GRU = disagreeing("gru", "f")
MASCULINE_GRU = disagreeing("gru", "m")
FEMININE_ATTENTION = disagreeing("attention", "f")
MASCULINE_ATTENTION = disagreeing("attention", "m")
