"""Which networks are published, and how each is trained.

The number of epochs was raised once, from 15 to 25, after a look at the loss and at the tests.
"""

from rnn_examples.translator.training import Recipe

RECIPES = {
    "rnn": Recipe("rnn", hidden=47),
    "lstm": Recipe("lstm", hidden=31),
    "gru": Recipe("gru", hidden=35),
    "attention": Recipe("attention", hidden=32),
}
"""The hidden sizes give all networks about as many parameters; each has the first seed tried."""
