"""The page on tokens: five words, two numbers each; in the sentence one word stands twice."""

import numpy as np

from rnn_examples.models.embedding import embed_both_ways, update_table
from rnn_examples.oracles import embedding
from rnn_examples.worked_example import Vocabulary, WorkedExample

ENGLISH = Vocabulary("the", "cat", "sees", "dog", "boy")
"""Token ids are places in this list. No sentence of the page has the last word."""

EMBEDDING = (
    WorkedExample(
        embed_both_ways,
        w=ENGLISH.ids("the cat sees the dog"),
        E=np.array([[0.1, -0.4], [0.9, 0.3], [-0.7, 0.8], [0.6, 0.2], [-0.5, -0.9]]),
        dx=np.array([[0.5, -0.2], [-0.3, 0.1], [0.4, 0.7], [0.25, 0.6], [-0.1, -0.8]]),
    )
    .checked_by(embedding.embedding)
    .with_words(w=ENGLISH)
)

TABLE_UPDATE = WorkedExample(
    update_table,
    E=EMBEDDING.output("E"),
    dE=EMBEDDING.output("dE"),
    eta=np.float64(0.1),
).checked_by(embedding.updated_table)
