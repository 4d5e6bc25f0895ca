"""What is recorded of attention in every framework: random cases, and the lesson's.

A case has one query `s`, source states `h` that are keys and values, a mask `m`, True where a state
may be read, and `dv`, the gradient of the context. Needs NumPy alone.
"""

import numpy as np
from framework_cases import write

LESSON = {
    "s": [0.8, 0.6],
    "h": [[0.5, -0.8], [0.9, 0.4], [-0.6, 0.7]],
    "dv": [1.0, -0.5],
    "additive": {
        "W_a": [[0.5, -0.3], [0.8, 0.4]], "U_a": [[0.7, 0.2], [-0.6, 0.9]], "w_a": [1.5, -1.0],
    },
    "general": {"W_a": [[0.9, -0.4], [0.3, -0.7]]},
    "concat": {"W_a": [[0.5, -0.3, 0.7, 0.2], [0.8, 0.4, -0.6, 0.9]], "w_a": [1.5, -1.0]},
    "dot": {}, "scaled_dot": {},
}  # fmt: skip
"""The numbers of the page on attention."""

MASK = [True, False, True, True, False]
SCORES = ("additive", "dot", "general", "concat", "scaled_dot")


def lesson(score):
    """The lesson's numbers for one score, nothing masked."""
    found = {name: np.array(LESSON[name]) for name in ("s", "h", "dv")}
    found |= {name: np.array(value) for name, value in LESSON[score].items()}
    return {"score": score, **found, "m": np.full(len(found["h"]), fill_value=True)}


def case(score, seed):
    """Random numbers, of unequal sizes where the score allows it; two states are masked."""
    random = np.random.default_rng(seed)
    hidden, source, align = 3, 3 if score in ("dot", "scaled_dot") else 2, 4
    shapes = {
        "additive": {"W_a": (align, hidden), "U_a": (align, source), "w_a": (align,)},
        "general": {"W_a": (hidden, source)},
        "concat": {"W_a": (align, hidden + source), "w_a": (align,)},
    }
    return {
        "score": score,
        "s": random.normal(size=hidden),
        "h": random.normal(size=(len(MASK), source)),
        "dv": random.normal(size=source),
        **{name: random.normal(size=shape) for name, shape in shapes.get(score, {}).items()},
        "m": np.array(MASK),
    }


CASES = [case(score, seed) for score in SCORES for seed in (31, 32)]
LESSONS = {score: lesson(score) for score in SCORES}


def write_cases(script, versions, run, **found):
    """Run every case, and write the record beside its generator, one case a line."""

    def recorded(given):
        result = run(given)
        return None if result is None else {"inputs": given, "found": result}

    lessons = {score: recorded(given) for score, given in LESSONS.items()}
    write(
        script,
        {**versions, "numpy": np.__version__},
        cases=[found for found in map(recorded, CASES) if found],
        lessons={score: found for score, found in lessons.items() if found},
        **found,
    )
