"""The files that the page of the translator loads: the weights, and what each word is."""

import base64
import json
from collections.abc import Container
from functools import cache

from rnn_examples.translator import offered
from rnn_examples.translator.dictionary import dictionary, merged
from rnn_examples.translator.recipes import RECIPES
from rnn_examples.translator.rules import rules
from rnn_examples.translator.weights import file_of

FOLDER = "assets/translator"
PAGE = "translator.md"


def files(pages: Container[str], *, for_disk: bool = False) -> dict[str, bytes]:
    """Each file's path in the site, and what is in it; none where the page is not in the site.

    for_disk: a page that is opened from disk may load scripts alone, so beside each file there is
    one that carries it.
    """
    if PAGE not in pages:
        return {}
    found = {f"{name}.weights": file_of(name).read_bytes() for name in RECIPES}
    found["words.json"] = words()
    if for_disk:
        found |= {f"{name}.js": carried(name, content) for name, content in found.items()}
    return {f"{FOLDER}/{name}": content for name, content in found.items()}


def carried(name: str, content: bytes) -> bytes:
    """A script that carries a file."""
    text = base64.b64encode(content).decode()
    return f'(globalThis.translatorFiles ??= {{}})["{name}"] = "{text}";\n'.encode()


@cache
def words() -> bytes:
    """Each Hindi word romanised, in English and with its form; sentences to try; the grammar."""
    data = {
        "readings": {text: merged(several) for text, several in dictionary().items()},
        "sentences": offered.sentences(),
        "grammar": rules(),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
