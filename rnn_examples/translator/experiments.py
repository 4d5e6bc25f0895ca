"""The recorded experiment: how many sentences of each split each model translates exactly.

The record carries the fingerprints of what it came from: code, sentences and weights.
"""

import hashlib
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rnn_examples.translator.decoding import greedy
from rnn_examples.translator.fingerprints import DECODING, LANGUAGE, TRAINING, fingerprint_of
from rnn_examples.translator.splits import TESTS, Pair
from rnn_examples.translator.training import ids
from rnn_examples.translator.weights import Trained, file_of, load

RECORD = Path(__file__).parent / "weights" / "experiments.json"
SHOWN = 40
AT_ONCE = 250
"""How many sentences are translated together."""


def translations(trained: Trained, sentences: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Translate English words to Hindi words, greedily; those of one length together."""
    english = ids(trained.words.english)
    hindi = {number: word for word, number in ids(trained.words.hindi).items()}
    found: list[tuple[str, ...]] = [()] * len(sentences)
    for length in sorted({len(sentence) for sentence in sentences}):
        places = [i for i, sentence in enumerate(sentences) if len(sentence) == length]
        for start in range(0, len(places), AT_ONCE):
            chosen = places[start : start + AT_ONCE]
            source = [[english[word] for word in sentences[i]] for i in chosen]
            columns = np.ascontiguousarray(np.array(source).T)
            for i, row in zip(chosen, greedy(trained.sizes, trained.weights, columns), strict=True):
                found[i] = tuple(hindi.get(number, "") for number in row)
    return found


def interval(right: int, count: int) -> tuple[float, float]:
    """Where the share of right ones lies with 95 % confidence (Wilson, 1927)."""
    z = 1.959964
    p, q = right / count, z * z / count
    middle = (p + q / 2) / (1 + q)
    half = z / (1 + q) * math.sqrt(p * (1 - p) / count + q / (4 * count))
    return middle - half, middle + half


def evaluated(trained: Trained, pairs: Sequence[Pair]) -> dict[str, Any]:
    """Translate sentences and compare, word by word.

    sha256: of all translations; wrong: place and translation of those wrong among the first SHOWN.
    """
    found = translations(trained, [pair.english for pair in pairs])
    is_right = [words == pair.hindi for words, pair in zip(found, pairs, strict=True)]
    low, high = (round(limit, 4) for limit in interval(sum(is_right), len(pairs)))
    text = "\n".join(" ".join(words) for words in found)
    wrong = {str(i): " ".join(found[i]) for i in range(min(SHOWN, len(pairs))) if not is_right[i]}
    return {
        "count": len(pairs),
        "right": sum(is_right),
        "low": low,
        "high": high,
        "sha256": hashlib.sha256(text.encode()).hexdigest()[:16],
        "wrong": wrong,
    }


def fingerprints(names: Sequence[str]) -> dict[str, Any]:
    """What figures come from, as it is now."""
    return {
        "language": fingerprint_of(LANGUAGE),
        "training": fingerprint_of(TRAINING),
        "decoding": fingerprint_of(DECODING),
        "weights": {name: load(file_of(name)).header["sha256"][:16] for name in names},
    }


def recorded(names: Sequence[str], data: dict[str, list[Pair]], checksum: str) -> str:
    """Run the experiment; give the record as JSON."""
    results = {
        name: {split: evaluated(load(file_of(name)), data[split]) for split in TESTS}
        for name in names
    }
    record = {"fingerprints": fingerprints(names), "data": checksum, "results": results}
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def stale() -> str:
    """Say what has changed since the record was made; nothing if it is up to date."""
    record = json.loads(RECORD.read_text("utf-8"))
    then, now = record["fingerprints"], fingerprints(list(record["results"]))
    changed = [name for name in now if now[name] != then.get(name)]
    if not changed:
        return ""
    return f"stale: run make experiments (changed since: {', '.join(changed)})"
