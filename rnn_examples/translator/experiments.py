"""The recorded experiment: how well each model translates the sentences of each split.

The record carries the fingerprints of what it came from: code, sentences and weights. Nothing else
is published about a model, and a record that is out of date cannot be read.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rnn_examples.translator.agreement import agreement_errors
from rnn_examples.translator.decoding import greedy
from rnn_examples.translator.fingerprints import DECODING, LANGUAGE, TRAINING, fingerprint_of
from rnn_examples.translator.networks import Array, Sizes, views
from rnn_examples.translator.scores import bleu, bleu_counts, chrf, chrf_counts, with_interval
from rnn_examples.translator.splits import TESTS, Pair
from rnn_examples.translator.training import Vocabulary, ids
from rnn_examples.translator.weights import Trained, file_of, load, stale, stored

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


def changed_by_storing(words: Vocabulary, sizes: Sizes, flat: Array, pairs: Sequence[Pair]) -> int:
    """How many translations are others because the numbers of a file have 16 bits."""
    sentences = [pair.english for pair in pairs]
    before, after = (
        translations(Trained({}, words, sizes, views(numbers, sizes)), sentences)
        for numbers in (flat, stored(flat))
    )
    return sum(a != b for a, b in zip(before, after, strict=True))


def evaluated(trained: Trained, pairs: Sequence[Pair]) -> dict[str, Any]:
    """Translate sentences and compare with the right translations.

    right: how many are the same, word by word. bleu, chrf: each with its interval. sha256: of all
    translations; wrong: place and translation of those wrong among the first SHOWN.
    """
    found = translations(trained, [pair.english for pair in pairs])
    is_right = [words == pair.hindi for words, pair in zip(found, pairs, strict=True)]
    text = "\n".join(" ".join(words) for words in found)
    return {
        "count": len(pairs),
        "right": sum(is_right),
        "bleu": with_interval(bleu, counts_of(bleu_counts, found, pairs)),
        "chrf": with_interval(chrf, counts_of(chrf_counts, found, pairs)),
        "agreement": agreement_errors(pairs, found),
        "sha256": hashlib.sha256(text.encode()).hexdigest()[:16],
        "wrong": {
            str(i): " ".join(found[i]) for i in range(min(SHOWN, len(pairs))) if not is_right[i]
        },
    }


def counts_of(
    counts: Callable[[Sequence[str], Sequence[str]], list[int]],
    found: Sequence[Sequence[str]],
    pairs: Sequence[Pair],
) -> Array:
    """What a score needs of each sentence, a row a sentence."""
    return np.array([counts(a, pair.hindi) for a, pair in zip(found, pairs, strict=True)])


def fingerprints(names: Sequence[str]) -> dict[str, Any]:
    """What figures come from, as it is now."""
    headers = {name: load(file_of(name)).header for name in names}
    return {
        "language": fingerprint_of(LANGUAGE),
        "training": fingerprint_of(TRAINING),
        "decoding": fingerprint_of(DECODING),
        "data": {name: header["data"] for name, header in headers.items()},
        "weights": {name: header["sha256"][:16] for name, header in headers.items()},
    }


def recorded(names: Sequence[str], data: dict[str, list[Pair]], checksum: str) -> str:
    """Run the experiment; give the record as JSON. Raises ValueError if weights are out of date.

    checksum: the fingerprint of the sentences.
    """
    results = {}
    for name in names:
        trained = load(file_of(name))
        if stale(trained.header) or trained.header["data"] != checksum:
            raise ValueError(f"stale: run make train ({name})")
        results[name] = {split: evaluated(trained, data[split]) for split in TESTS}
    record = {"fingerprints": fingerprints(names), "results": results}
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def record() -> dict[str, Any]:
    """The results: model, split, figure. Raises ValueError if they are out of date."""
    found: dict[str, Any] = json.loads(RECORD.read_text("utf-8"))
    then, now = found["fingerprints"], fingerprints(list(found["results"]))
    if changed := [name for name in now if now[name] != then.get(name)]:
        raise ValueError(f"stale: run make experiments (changed since: {', '.join(changed)})")
    results: dict[str, Any] = found["results"]
    return results
