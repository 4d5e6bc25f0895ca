"""Which networks are published, and how each is trained.

Each has the first seed tried. The size and the highest number of epochs were set before the
training, to what takes some minutes. How long a network is really trained is decided by the
sentences for validation: the weights of the epoch with the lowest loss on them are kept. Nothing
was chosen after a look at the tests.
"""

from rnn_examples.translator.training import Recipe

RECIPES = {
    "rnn": Recipe("rnn", hidden=74),
    "lstm": Recipe("lstm", hidden=48),
    "gru": Recipe("gru", hidden=53),
    "attention": Recipe("attention", hidden=48),
}
"""The hidden sizes give all networks about as many parameters."""
