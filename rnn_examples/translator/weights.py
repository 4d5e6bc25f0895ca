"""The weights of a trained network as a file: a line of JSON, then the numbers.

The header says what the weights were made by: the fingerprints of the code and of the sentences,
the seed, the sizes, the words of both languages, and a checksum of the numbers.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from rnn_examples.translator.fingerprints import LANGUAGE, TRAINING, fingerprint_of
from rnn_examples.translator.networks import Array, Sizes, views
from rnn_examples.translator.optimiser import State
from rnn_examples.translator.training import Recipe, Vocabulary

FOLDER = Path(__file__).parent / "weights"
STORED = "<f2"
"""Numbers are stored with 16 bits: that halves the file. The header says how many translations
change: see `written`."""


@dataclass(frozen=True)
class Trained:
    """A trained network, ready to translate. weights: as stored, computed with in 64 bits."""

    header: dict[str, Any]
    words: Vocabulary
    sizes: Sizes
    weights: dict[str, Array]


def file_of(name: str) -> Path:
    """Where the weights of a model are."""
    return FOLDER / f"{name}.weights"


def stored(flat: Array) -> Array:
    """What is read of numbers that were written to a file."""
    return flat.astype(STORED).astype(float)


def written(
    recipe: Recipe, words: Vocabulary, data: str, state: State, changed: int | None = None
) -> bytes:
    """The file of a network, as it was best.

    data: the fingerprint of its sentences; changed: how many translations of the sentences for
    validation are others because the numbers have 16 bits.
    """
    numbers = state.best.astype(STORED).tobytes()
    header = {
        "recipe": asdict(recipe),
        "code": {"language": fingerprint_of(LANGUAGE), "training": fingerprint_of(TRAINING)},
        "data": data,
        "validation": {
            "epoch": state.best_epoch,
            "loss": state.best_loss,
            "changed": changed,
        },
        "parameters": state.best.size,
        "type": STORED,
        "sha256": hashlib.sha256(numbers).hexdigest(),
        "english": words.english,
        "hindi": words.hindi,
    }
    return json.dumps(header, ensure_ascii=False).encode() + b"\n" + numbers


def load(file: Path) -> Trained:
    """Read a file of weights. Raises ValueError if it is damaged."""
    line, _, numbers = file.read_bytes().partition(b"\n")
    try:
        header = json.loads(line)
        recipe = Recipe(**header["recipe"])
        words = Vocabulary(tuple(header["english"]), tuple(header["hindi"]))
        sizes = words.sizes(recipe)
        sha, count, kind = header["sha256"], header["parameters"], header["type"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{file}: this is no file of weights; run: make train") from error
    is_whole = hashlib.sha256(numbers).hexdigest() == sha and count == sizes.count
    if not is_whole or kind != STORED:
        raise ValueError(f"{file}: the weights are damaged; run: make train")
    flat = np.frombuffer(numbers, STORED).astype(float)
    return Trained(header, words, sizes, views(flat, sizes))


def stale(header: dict[str, Any]) -> list[str]:
    """Which code has changed since the weights were made: of `language`, of `training`."""
    now = {"language": fingerprint_of(LANGUAGE), "training": fingerprint_of(TRAINING)}
    return [name for name, value in now.items() if header["code"].get(name) != value]
