"""The page on BLEU and chrF: Hindi sentences of a few words, and what a change of one costs."""

import numpy as np

from rnn_examples.models.bleu_by_place import (
    bleu_by_place,
    character_counts,
    chrf_of_counts,
    corpus_of_two,
    counts_of,
    score_counts,
    smooth,
)
from rnn_examples.oracles import bleu as oracles
from rnn_examples.worked_example import Vocabulary, WorkedExample, each_made, made

HINDI_SCORED = Vocabulary("लड़की", "सेब", "खाती", "है", "।", "किताब", "मेज़", "पर")
"""Token ids are places in this list."""

ORDERS = np.array([1.0, 2.0, 3.0, 4.0])

# The translation has one word twice, and no danda.
BLEU_PAIR = (
    WorkedExample(
        bleu_by_place,
        y=HINDI_SCORED.ids("लड़की सेब खाती खाती है"),
        y_star=HINDI_SCORED.ids("लड़की सेब खाती है ।"),
        n=ORDERS,
    )
    .checked_by(oracles.by_place)
    .with_words(y=HINDI_SCORED, y_star=HINDI_SCORED)
)

# One that is right, and too short.
BLEU_SHORT = (
    WorkedExample(
        bleu_by_place,
        y=HINDI_SCORED.ids("किताब मेज़ पर है"),
        y_star=HINDI_SCORED.ids("किताब मेज़ पर है ।"),
        n=ORDERS,
    )
    .checked_by(oracles.by_place)
    .with_words(y=HINDI_SCORED, y_star=HINDI_SCORED)
)

SMOOTHINGS = WorkedExample(
    smooth,
    matches=BLEU_PAIR.output("matches"),
    totals=BLEU_PAIR.output("totals"),
    BP=BLEU_PAIR.output("BP"),
    least=np.float64(0.1),
    k=np.float64(1.0),
).checked_by(oracles.smoothings)

CORPUS = WorkedExample(
    corpus_of_two,
    matches_1=BLEU_PAIR.output("matches"),
    totals_1=BLEU_PAIR.output("totals"),
    c_1=BLEU_PAIR.output("c"),
    r_1=BLEU_PAIR.output("r"),
    bleu_1=BLEU_PAIR.output("bleu_4"),
    matches_2=BLEU_SHORT.output("matches"),
    totals_2=BLEU_SHORT.output("totals"),
    c_2=BLEU_SHORT.output("c"),
    r_2=BLEU_SHORT.output("r"),
    bleu_2=BLEU_SHORT.output("bleu_4"),
).checked_by(oracles.corpus)


def scored(hypothesis: str, *references: str, at_spaces: bool = False) -> WorkedExample:
    """Text, counted up to pairs of words and scored."""
    counts = each_made(
        counts_of, hypothesis=hypothesis, references=references, N=2, at_spaces=at_spaces
    )
    return WorkedExample(score_counts, **counts).checked_by(oracles.score)


# Several references, of three and of seven tokens.
SHORT_ONE, LONG_ONE = "सेब खाती है", "लड़की एक लाल सेब खाती है ।"
REFERENCE_SHORT = scored("लड़की सेब खाती है ।", SHORT_ONE)
REFERENCE_LONG = scored("लड़की सेब खाती है ।", LONG_ONE)
REFERENCES_BOTH = scored("लड़की सेब खाती है ।", SHORT_ONE, LONG_ONE)

# One translation, cut in several ways: आम (mango) in the place of सेब (apple).
CUT_SPACES = scored("लड़की आम खाती है।", "लड़की सेब खाती है।", at_spaces=True)
CUT_DANDA = scored("लड़की आम खाती है।", "लड़की सेब खाती है।")
CUT_MIXED = scored("लड़की आम खाती है ।", "लड़की सेब खाती है।", at_spaces=True)
CUT_NUKTA = scored("ल\u095cकी आम खाती है।", "लड़की सेब खाती है।")

# A wrong ending, and a wrong word.
RIGHT = "लड़की सेब खाती है"
ENDING, WRONG = "लड़की सेब खाता है", "लड़की सेब किताब है"
BLEU_ENDING, BLEU_WRONG = scored(ENDING, RIGHT), scored(WRONG, RIGHT)


def characters(hypothesis: str) -> WorkedExample:
    """Text against the right one, by its characters."""
    counts = made(character_counts, hypothesis=hypothesis, reference=RIGHT, orders=6)
    return WorkedExample(chrf_of_counts, counts=counts, beta=np.float64(2.0)).checked_by(
        oracles.chrf
    )


CHRF_ENDING, CHRF_WRONG = characters(ENDING), characters(WRONG)
