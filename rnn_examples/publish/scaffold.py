"""A new example, whole: each file works as it is written, and is there to be changed.

It is the exponential moving average, the smallest recurrence there is.
"""

import keyword
import re
from pathlib import Path
from string import Template

from rnn_examples.publish import lock, source_pages
from rnn_examples.publish.check import DOCS
from rnn_examples.publish.process import ROOT, forget_package
from rnn_examples.publish.values import catalogue, is_written, narrowed

MODEL = '''"""$title: a recurrence to begin with, the exponential moving average."""

from typing import Any, NamedTuple

from jaxtyping import Float


class Step(NamedTuple):
    """One time step."""

    m_t: Float[Any, ""]  # the average so far


def $name(x: Float[Any, "time"], m_0: Float[Any, ""], beta: Float[Any, ""]) -> list[Step]:
    """Keep a share beta of the average before, and add the rest of x_t."""
    steps: list[Step] = []
    m_prev = m_0
    for x_t in x:
        steps.append(Step(beta * m_prev + (1 - beta) * x_t))
        m_prev = steps[-1].m_t
    return steps
'''

ORACLE = '''"""$title, derived another way: every number weighed by its age, in fractions."""

from collections.abc import Mapping
from fractions import Fraction

from rnn_examples.oracles import oracle


@oracle("exact fractions")
def $name(x: list[Fraction], m_0: Fraction, beta: Fraction) -> Mapping[str, Fraction]:
    """Every average, from the numbers so far and no other average."""
    values = {}
    for t in range(1, len(x) + 1):
        shares = [beta ** (t - k) * (1 - beta) * x[k - 1] for k in range(1, t + 1)]
        values[f"m_{t}"] = beta**t * m_0 + sum(shares)
    return values
'''

EXAMPLE = '''"""The example of the page $title."""

import numpy as np

from rnn_examples.examples import WorkedExample
from rnn_examples.models.$name import $name
from rnn_examples.oracles import $name as oracles

$constant = WorkedExample(
    $name,
    x=np.array([1.0, -2.0, 0.5]),
    m_0=np.float64(0.25),
    beta=np.float64(0.9),
).checked_by(oracles.$name)
'''

TEST = '''"""The model of the page $title, against fractions."""

from fractions import Fraction

import numpy as np
import pytest

from rnn_examples.models import $name as model
from rnn_examples.oracles import $name as oracles


def largest_error(seed):
    """Draw five numbers, run the model, and compare every average with the oracle's."""
    random = np.random.default_rng(seed)
    x, m_0, beta = random.normal(size=5), random.normal(), random.uniform()
    steps = model.$name(x, np.float64(m_0), np.float64(beta))
    exact = [Fraction(float(entry)) for entry in x]
    true = oracles.$name.function(exact, Fraction(m_0), Fraction(beta))
    return max(abs(float(step.m_t - true[f"m_{t}"])) for t, step in enumerate(steps, 1))


@pytest.mark.parametrize("seed", range(5))
def test_the_model_agrees_with_fractions(seed):
    assert largest_error(seed) < 1e-14


def test_a_planted_mistake_is_found(monkeypatch):
    step = model.Step
    monkeypatch.setattr(model, "Step", lambda m_t: step(m_t * 1.001))
    assert largest_error(0) > 1e-6
'''

PAGE = """---
title: $title
---

# $title

What is left of the first number after [[= $name.x | shape =]] steps? In symbols:

$$$$
m_t = \\beta\\, m_{t-1} + (1 - \\beta)\\, x_t
$$$$

The average starts at [[= $name.m_0 =]], and $$\\beta$$ is [[= $name.beta =]].

[[= $name.m_1 | derivation =]]

[[= $name.m_2 | derivation =]]

[[= $name | table =]]
"""


def write(name: str, title: str) -> list[tuple[Path, str]]:
    """Write the files; return each with what it is.

    Raises ValueError for a name that cannot be, or is taken: then nothing is written.
    """
    _demand_free(name)
    filled = {"name": name, "title": _plain(title), "constant": name.upper()}
    files = _files(name)
    for file, (text, _) in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(Template(text).substitute(filled), "utf-8")
    config = ROOT / "mkdocs.yml"
    config.write_text(_with_page(config.read_text("utf-8"), filled["title"], name), "utf-8")
    pages = source_pages.write()
    forget_package()  # the new modules are not known yet
    _lock_example(name)
    written = [(file, what) for file, (_, what) in files.items()]
    return [
        *written,
        (config, "the page in nav:"),
        *((page, "the page of a module's source") for page in pages),
        (lock.LOCK, "its numbers, to be reviewed"),
    ]


def _files(name: str) -> dict[Path, tuple[str, str]]:
    package = ROOT / "rnn_examples"
    return {
        package / "models" / f"{name}.py": (MODEL, "the model: plain NumPy"),
        package / "oracles" / f"{name}.py": (ORACLE, "the oracle: the same, another way"),
        package / "examples" / f"{name}.py": (EXAMPLE, "the example: the model with its inputs"),
        ROOT / "tests" / "models" / f"test_{name}.py": (TEST, "the test of model and oracle"),
        DOCS / f"{name.replace('_', '-')}.md": (PAGE, "the page"),
    }


def _demand_free(name: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        raise ValueError(
            f"{name!r} cannot name an example: use small letters, digits and _, as in gated_sum"
        )
    if _is_taken(name) or name in ("published", "rnn_examples"):
        raise ValueError(f"there is an example named {name!r} already; choose another name")
    there = [file for file in _files(name) if file.exists()]
    if there:
        raise ValueError(f"{there[0]} is there already; choose another name than {name!r}")


def _is_taken(name: str) -> bool:
    """Whether there is such an example; the others need not run for that."""
    with narrowed(name):
        return is_written(name) and name in catalogue().examples


def _plain(title: str) -> str:
    """The title as YAML, Markdown and Python's docstrings take it unquoted."""
    text = re.sub(r'["\\\\`$$:#\[\]{}<>|*]', "", title).strip()
    return text or "Untitled"


def _with_page(config: str, title: str, name: str) -> str:
    """The configuration with the page after the last one that stands in nav: by itself."""
    lines = config.split("\n")
    start = lines.index("nav:") if "nav:" in lines else None
    if start is None:
        return config
    last = start
    for n, line in enumerate(lines[start + 1 :], start + 1):
        if line and not line.startswith((" ", "-")):
            break
        if re.fullmatch(r"  - [^:]+: \S+\.md", line):
            last = n
    return "\n".join(
        [*lines[: last + 1], f"  - {title}: {name.replace('_', '-')}.md", *lines[last + 1 :]]
    )


def _lock_example(name: str) -> None:
    """Lock the new example's numbers, and leave every other line as it is."""
    from rnn_examples.publish import lock as fresh  # noqa: PLC0415 (with the new modules)
    from rnn_examples.publish import values  # noqa: PLC0415

    locked = fresh.locked()
    with values.narrowed(name):
        locked[name] = fresh.current(DOCS, name)[name]
    fresh.LOCK.write_text(fresh.write(dict(sorted(locked.items()))), "utf-8")
