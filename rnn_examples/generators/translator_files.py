"""The files that the page of the translator loads: the weights, and what each word is."""

import json
from collections.abc import Container
from functools import cache

from rnn_examples.translator.dictionary import dictionary, merged
from rnn_examples.translator.recipes import RECIPES
from rnn_examples.translator.rules import rules
from rnn_examples.translator.splits import SEED, corpus
from rnn_examples.translator.weights import file_of

FOLDER = "assets/translator"
OFFERED = 60
"""How many sentences are offered to try; no network has seen one of them."""

PAGE = "translator.md"


def files(pages: Container[str]) -> dict[str, bytes]:
    """Each file's path in the site, and what is in it; none where the page is not in the site."""
    if PAGE not in pages:
        return {}
    found = {f"{FOLDER}/{name}.weights": file_of(name).read_bytes() for name in RECIPES}
    return {**found, f"{FOLDER}/words.json": words()}


@cache
def words() -> bytes:
    """Each Hindi word romanised, in English and with its form; sentences to try; the grammar."""
    data = {
        "readings": {text: merged(several) for text, several in dictionary().items()},
        "sentences": [
            " ".join(pair.english) for pair in corpus(SEED, {"random": OFFERED})["random"]
        ],
        "grammar": rules(),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
