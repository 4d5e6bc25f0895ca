"""From words to vectors and back: a row of the table, and the one-hot product that it equals."""

from typing import Any, NamedTuple

from jaxtyping import Float

from rnn_examples.models.bptt import outer, total
from rnn_examples.models.checks import check_calls
from rnn_examples.models.losses import one_hot
from rnn_examples.models.optimisers import sgd_step
from rnn_examples.models.seq2seq import embed
from rnn_examples.models.shapes import Embedding, Input, Inputs, NotNegative, Token, Tokens


class EmbeddingStep(NamedTuple):
    """One word: its vector in two ways, and the gradient that comes back into the table."""

    e_t: Float[Any, "vocabulary"]  # the word as a one-hot vector
    x_t: Input  # the word's row of the table
    product_t: Input  # the one-hot vector times the table
    dE_t: Embedding  # this word's share of the table's gradient


class Embedded(NamedTuple):
    """A sentence in vectors, and the gradient of the table."""

    steps: list[EmbeddingStep]
    dE: Embedding


def embed_both_ways(w: Tokens, E: Embedding, dx: Inputs) -> Embedded:
    """Look each word up, multiply its one-hot vector, and bring dL/dx_t back into the table.

    A word that occurs twice gets both shares. At least one word.
    """
    steps = [embedding_step(w_t, E, dx_t) for w_t, dx_t in zip(w, dx, strict=True)]
    return Embedded(steps, total(step.dE_t for step in steps))


def embedding_step(w_t: Token, E: Embedding, dx_t: Input) -> EmbeddingStep:
    """Do this for one word."""
    e_t = one_hot(w_t, len(E))
    return EmbeddingStep(e_t, embed(w_t, E), e_t @ E, outer(e_t, dx_t))


class UpdatedTable(NamedTuple):
    """The table after one step of training."""

    E_new: Embedding


def update_table(E: Embedding, dE: Embedding, eta: NotNegative) -> UpdatedTable:
    """Take one step of gradient descent: only the rows of words that occurred change."""
    return UpdatedTable(sgd_step(E, dE, eta))


check_calls(__name__)
