"""Which sentences a network is trained on, and which it is tested on.

What a sentence says decides where it belongs, so no sentence can be in two places:

- `longer`: with more words than any sentence for training;
- `combination`: a noun that is known otherwise does something: in training it is never the subject
  of a verb, only of `is`;
- `agreement`: a feminine subject with ने and a feminine object. In training one of the two is
  masculine, so a network may have learned to agree with the wrong one;
- `random`: like the sentences for training, but kept apart by chance;
- `validation`: like `random`; it decides after which epoch a network is kept, and is no test;
- `training`: the rest.

A sentence that belongs to two of the first three is left out.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rnn_examples.translator import hindi
from rnn_examples.translator.features import Clause, NounPhrase, Person
from rnn_examples.translator.grammar import Parsed, samples

TESTS = ("random", "longer", "combination", "agreement")
LONGEST_TRAINING, LONGEST = 9, 14  # English words, the question mark included
NOT_SUBJECTS = frozenset(("queen", "farmer", "cat"))
RANDOM_SHARE = VALIDATION_SHARE = 0.05

SEED = 0
SIZES: Mapping[str, int] = {"training": 48_000, "validation": 1000, **dict.fromkeys(TESTS, 1000)}
"""The seed and the sizes of the sentences that the published networks have seen."""


class Pair(NamedTuple):
    """A sentence in both languages, word by word."""

    english: tuple[str, ...]
    hindi: tuple[str, ...]


def pair(parsed: Parsed) -> Pair:
    """Translate a sentence by rule."""
    tokens = hindi.translation(parsed.sentence)
    return Pair(parsed.words, tuple(token.text for token in tokens))


def corpus(seed: int, sizes: Mapping[str, int]) -> dict[str, list[Pair]]:
    """Draw distinct sentences until each split has as many as asked for.

    With other sizes, the lists begin with the same sentences.
    """
    found: dict[str, list[Pair]] = {split: [] for split in sizes}
    missing = sum(sizes.values())
    seen: set[tuple[str, ...]] = set()
    for parsed in samples(seed):
        if missing == 0:
            break
        split = split_of(parsed, seed)
        if split in found and len(found[split]) < sizes[split] and parsed.words not in seen:
            seen.add(parsed.words)
            found[split].append(pair(parsed))
            missing -= 1
    return found


def split_of(parsed: Parsed, seed: int = SEED) -> str | None:
    """Where a sentence belongs; None if it is left out."""
    held = list(held_out(parsed))
    if held:
        return held[0] if len(held) == 1 else None
    share = chance(parsed.words, seed)
    if share < RANDOM_SHARE:
        return "random"
    return "validation" if share < RANDOM_SHARE + VALIDATION_SHARE else "training"


def held_out(parsed: Parsed) -> Iterator[str]:
    """Why a sentence is not for training."""
    clauses = parsed.sentence.clauses
    if len(parsed.words) > LONGEST_TRAINING:
        yield "longer" if len(parsed.words) <= LONGEST else "much longer"
    if any(is_new_combination(clause) for clause in clauses):
        yield "combination"
    if any(is_crossed(clause) for clause in clauses):
        yield "agreement"


def is_new_combination(clause: Clause) -> bool:
    """Whether one of the nouns that are kept from it does something."""
    subject = clause.subject
    if clause.verb is None or isinstance(subject, Person):
        return False
    return subject.noun.english in NOT_SUBJECTS


def is_crossed(clause: Clause) -> bool:
    """Whether the subject has ने and is feminine, and so is the object that the verb agrees with."""
    if not hindi.has_ne(clause) or clause.subject.agreement.gender != "f":
        return False
    thing = clause.object
    if not isinstance(thing, NounPhrase) or hindi.has_ko(thing):
        return False
    return thing.agreement.gender == "f"


def chance(words: tuple[str, ...], seed: int) -> float:
    """A number from 0 to 1 that only the sentence and the seed decide."""
    text = f"{seed} {' '.join(words)}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big") / 2**48


def fingerprint(pairs: Mapping[str, list[Pair]]) -> str:
    """A checksum of all sentences."""
    digest = hashlib.sha256()
    for split in sorted(pairs):
        for english, hindi_ in pairs[split]:
            digest.update(f"{split}\t{' '.join(english)}\t{' '.join(hindi_)}\n".encode())
    return digest.hexdigest()[:16]
