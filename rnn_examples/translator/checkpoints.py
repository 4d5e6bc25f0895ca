"""A training run that was stopped, as a file."""

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from rnn_examples.translator.fingerprints import LANGUAGE, TRAINING, fingerprint_of
from rnn_examples.translator.optimiser import State
from rnn_examples.translator.training import Recipe, Vocabulary, start


def mark(recipe: Recipe, data: str) -> str:
    """What a run must have in common with a saved one to go on from it."""
    code = fingerprint_of(LANGUAGE + TRAINING)
    return json.dumps([asdict(recipe), code, data], sort_keys=True)


def save(file: Path, state: State, recipe: Recipe, data: str) -> None:
    """Write the state of a run, whole or not at all. data: the fingerprint of its sentences."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    with new.open("wb") as stream:
        np.savez(stream, mark=np.array(mark(recipe, data)), **vars(state))
    new.replace(file)


def loaded(file: Path, recipe: Recipe, words: Vocabulary, data: str) -> State:
    """The saved state of a run; the first state if there is none, or it is another run's."""
    if file.exists():
        with np.load(file) as saved:
            if str(saved["mark"]) == mark(recipe, data):
                return State(
                    *(saved["weights"], saved["mean"], saved["square"], saved["best"]),
                    int(saved["step"]),
                    float(saved["best_loss"]),
                    int(saved["best_epoch"]),
                )
    return start(recipe, words)
