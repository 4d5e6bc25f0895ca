"""The published strings of another processor or another NumPy, held against those locked here."""

from rnn_examples.lock.drift import drifts
from rnn_examples.lock.values_lock import Lock, locked, read

PRINT = """
from rnn_examples.lock import values_lock as lock
from rnn_examples import paths
from rnn_examples.verification import check
print(lock.write(lock.current(paths.DOCS)), end="")
"""
"""A program that prints the lock as it would be written where it runs."""


def strings(lock: Lock) -> dict[str, str]:
    """Every published string by what it is: encoder.h_1[0], and its format if it has one."""
    return {
        f"{name}.{value}{index}{f' | {spec}' * bool(spec)}": text
        for name, example in lock.items()
        for value, entries in example.values.items()
        for (index, spec), (text, _) in entries.entries.items()
    }


def differences(printed: str) -> list[str]:
    """How a printed lock differs from the one that is committed; not in its last digits."""
    now, here = read(printed), strings(locked())
    there = strings(now)
    unlike = [
        f"{name} is {there.get(name)}, not {here.get(name)}"
        for name in sorted(here.keys() | there.keys())
        if here.get(name) != there.get(name)
    ]
    return [*unlike, *(str(change.fault) for change in drifts(locked(), now))]
