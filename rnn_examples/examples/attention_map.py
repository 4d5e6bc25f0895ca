"""The page on attention, its second half: a translator that is trained while the page is built.

Six sentence pairs whose words come in another order in Hindi: the verb is last, and the preposition
becomes a postposition. As on the page on training, the weights are the same on every processor, bit
for bit.
"""

from typing import Any

import numpy as np

from rnn_examples.models.attention import mean_of
from rnn_examples.models.attention_run import attend_at, train_attending
from rnn_examples.models.attention_translator import ATTENDING
from rnn_examples.models.train import Weights
from rnn_examples.models.training_run import as_tables
from rnn_examples.oracles import attention as oracles
from rnn_examples.worked_example import Vocabulary, WorkedExample, each_made, made

PAIRS = {
    "boys eat apples": "लड़के सेब खाते हैं <eos>",
    "girls eat apples": "लड़कियाँ सेब खाती हैं <eos>",
    "boys drink milk": "लड़के दूध पीते हैं <eos>",
    "girls drink milk": "लड़कियाँ दूध पीती हैं <eos>",
    "girls eat red apples": "लड़कियाँ लाल सेब खाती हैं <eos>",
    "books are on tables": "किताबें मेज़ों पर हैं <eos>",
}
ENGLISH_WORDS = Vocabulary(*dict.fromkeys(word for pair in PAIRS for word in pair.split()))
HINDI_WORDS = Vocabulary(
    *dict.fromkeys(word for pair in PAIRS.values() for word in pair.split()), "<bos>"
)
START = {
    "y_0": np.int64(HINDI_WORDS.id_of("<bos>")),
    "h_0": np.zeros(4),
    "s_0": np.zeros(4),
}
HIDDEN, EMBEDDING, STEPS, EVERY = 4, 3, 100, 10
ETA, THETA, MU = np.float64(0.25), np.float64(1.5), np.float64(0.8)


def drawn(seed: int) -> Weights:
    """The first weights: tenths, those of the encoder's W small, and those of the score large."""
    random = np.random.default_rng(seed)
    source, target = len(ENGLISH_WORDS), len(HINDI_WORDS)

    def upto(largest: float, *shape: int) -> np.ndarray:
        return np.round(random.uniform(-largest, largest, shape), 1)

    return {
        "E_enc": upto(1, source, EMBEDDING),
        "W_enc": upto(0.2, HIDDEN, HIDDEN),
        "U_enc": upto(1, HIDDEN, EMBEDDING),
        "b_enc": np.zeros(HIDDEN),
        "E_dec": upto(1, target, EMBEDDING),
        "W_dec": upto(1, HIDDEN, HIDDEN),
        "U_dec": upto(1, HIDDEN, EMBEDDING),
        "b_dec": np.zeros(HIDDEN),
        "W_a": upto(2, HIDDEN, HIDDEN),
        "W_c": upto(1, HIDDEN, 2 * HIDDEN),
        "V": upto(1, target - 1, HIDDEN),
        "c": np.zeros(target - 1),
    }


def run(seed: int, steps: int, every: int) -> dict[str, np.ndarray]:
    """Train on all six pairs, and keep the weights of every so many steps, to four places.

    The training itself goes on with all digits; what is kept is short, for the page's sake.
    """
    pairs = [(ENGLISH_WORDS.ids(one), HINDI_WORDS.ids(other)) for one, other in PAIRS.items()]
    history = train_attending(drawn(seed), pairs, **START, eta=ETA, theta=THETA, mu=MU, steps=steps)
    tables = as_tables(history, every, ATTENDING)
    del tables["step_run"]  # it does not depend on the seed
    return {name: np.round(table, 4) + 0.0 for name, table in tables.items()}


def number_of_parameters() -> int:
    """How many numbers are trained."""
    return sum(np.size(array) for array in drawn(0).values())


def of_pair(sentence: str) -> dict[str, Any]:
    """The ids of a sentence and of its translation."""
    return {"w": ENGLISH_WORDS.ids(sentence), "y_star": HINDI_WORDS.ids(PAIRS[sentence])}


def named(example: WorkedExample, sentence: str) -> WorkedExample:
    """The words of a sentence, for the columns of its map, and of its translation, for the rows."""
    source, target = sentence.split(), PAIRS[sentence].split()
    return example.with_words(
        y=HINDI_WORDS, source=Vocabulary(*source), target=Vocabulary(*target)
    ).checked_by(oracles.attend_at)


ATTEND_BOYS = named(
    WorkedExample(
        attend_at,
        k=np.int64(STEPS // EVERY),
        **of_pair("boys eat apples"),
        **START,
        step_run=np.arange(0, STEPS + 1, EVERY),
        **each_made(run, seed=16, steps=STEPS, every=EVERY),
    )
    .with_settings(seed="seed", steps="steps", every="every", parameters=made(number_of_parameters))
    .with_sliders(k=(0, STEPS // EVERY, 1)),
    "boys eat apples",
)

HANDED = {name: ATTEND_BOYS.output(name) for name in ATTEND_BOYS.inputs}


def attending(sentence: str, **other: Any) -> WorkedExample:
    """The same network reads another sentence, or is looked at after another time."""
    return named(WorkedExample(attend_at, **{**HANDED, **of_pair(sentence), **other}), sentence)


ATTEND_GIRLS = attending("girls eat red apples")
ATTEND_BOOKS = attending("books are on tables")

BEFORE_BOYS = ATTEND_BOYS.with_inputs(k=np.int64(0))

# The same, from other first weights, before and after.

OTHER_BOYS = named(
    WorkedExample(
        attend_at,
        k=np.int64(1),
        **of_pair("boys eat apples"),
        **START,
        step_run=np.array([0, STEPS]),
        **each_made(run, seed=6, steps=STEPS, every=STEPS),
    ).with_settings(seed="seed", steps="steps"),
    "boys eat apples",
)

# Four source states, and two ways to weigh them that give one context.

WEIGHED = WorkedExample(
    mean_of,
    alpha=np.array([0.5, 0.15, 0.3, 0.05]),
    h=np.array([[0.8, 0.2], [0.4, -0.6], [-0.6, -0.2], [-0.2, 0.6]]),
).checked_by(oracles.mean_of)

WEIGHED_OTHERWISE = WEIGHED.with_inputs(alpha=np.array([0.25, 0.4, 0.05, 0.3]))
