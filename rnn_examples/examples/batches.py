"""The page on batches: sentences of two words and of one, padded to the same length.

The network, and the first sentence, are those of the page on backpropagation through time.
"""

import numpy as np

from rnn_examples.examples.bptt import BPTT
from rnn_examples.models.bptt_batch import backpropagate, backpropagate_alone
from rnn_examples.models.masks import fill_padding, token_shares
from rnn_examples.oracles import batches
from rnn_examples.worked_example import WorkedExample, made

LENGTHS = np.array([2, 1])
NETWORK = {name: BPTT.output(name) for name in ("W", "U", "b", "V", "c")}

# Time is the first axis, the sentences are the second. The last row's second entry is padding.
BATCH = WorkedExample(
    backpropagate,
    x=np.array([[[1.0], [2.0]], [[2.0], [0.0]]]),
    m=np.array([[True, True], [True, False]]),
    y_star=np.array([[0, 2], [1, 0]]),
    shares=np.array([[1.0, 1.0], [1.0, 0.0]]),
    h_0=np.zeros((2, 2)),
    **NETWORK,
).checked_by(batches.backpropagation)

# The mistake: the padding is read and scored like a word.
BATCH_UNMASKED = BATCH.with_inputs(m=np.full((2, 2), True), shares=np.ones((2, 2)))

# Half a mistake: the padding is not read, but scored.
BATCH_SCORED = BATCH.with_inputs(shares=np.ones((2, 2)))

# The other half: it is not scored, but read.
BATCH_READ = BATCH.with_inputs(m=np.full((2, 2), True))

# A huge number in the padding, and another token.
PADDING = WorkedExample(
    fill_padding, x=BATCH.output("x"), m=BATCH.output("m"), padding=np.float64(1e6)
).checked_by(batches.filled)

BATCH_PADDED = BATCH.with_inputs(x=PADDING.output("x_filled"), y_star=np.array([[0, 2], [1, 2]]))

# Means: each token counts the same, and each sentence counts the same.
BATCH_TOKENS = BATCH.with_inputs(
    shares=made(token_shares, length=LENGTHS, time=2, reduction="tokens")
)
BATCH_SENTENCES = BATCH.with_inputs(
    shares=made(token_shares, length=LENGTHS, time=2, reduction="sentences")
)
BATCH_MEANS = BATCH.with_inputs(
    shares=made(token_shares, length=LENGTHS, time=2, reduction="means")
)

# A mistake: the mean counts the padding, too.
BATCH_CELLS = BATCH.with_inputs(shares=np.array([[0.25, 0.25], [0.25, 0.0]]))

# One sentence at a time.
ONE_BY_ONE = {name: BATCH.output(name) for name in ("x", "y_star", "h_0")}

SENTENCE_LONG = WorkedExample(
    backpropagate_alone, **ONE_BY_ONE, n=0, words=2, **NETWORK
).checked_by(batches.backpropagation_alone)

SENTENCE_SHORT = WorkedExample(
    backpropagate_alone, **ONE_BY_ONE, n=1, words=1, **NETWORK
).checked_by(batches.backpropagation_alone)
