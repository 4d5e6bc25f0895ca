"""A new example, whole: each file works as it is written, and is there to be changed.

It is the exponential moving average, the smallest recurrence there is.
"""

import importlib
import re
from pathlib import Path
from string import Template

from rnn_examples.authoring import texts, values
from rnn_examples.cli import example_names
from rnn_examples.diagnostics import relative
from rnn_examples.files import all_or_none
from rnn_examples.ledger import titles
from rnn_examples.lock import values_lock
from rnn_examples.pages import notation
from rnn_examples.paths import DOCS, PACKAGE, ROOT

CONFIG = ROOT / "mkdocs.yml"
MUTATIONS = ROOT / "tests" / "mutants" / "mutations.toml"

MODEL = '''"""A recurrence to begin with: the exponential moving average."""

from typing import Any, NamedTuple

from jaxtyping import Float

from rnn_examples.models.checks import check_calls


class Step(NamedTuple):
    """One time step."""

    m_t: Float[Any, ""]  # the average so far


def $name(
    x: Float[Any, "time"],
    m_0: Float[Any, ""],
    beta: Float[Any, ""],
) -> list[Step]:
    """Keep a share beta of the average before, and add the rest of x_t."""
    steps: list[Step] = []
    m_prev = m_0
    for x_t in x:
        steps.append(Step(beta * m_prev + (1 - beta) * x_t))
        m_prev = steps[-1].m_t
    return steps


check_calls(__name__)
'''

ORACLE = '''"""The average in another way: every number weighed by its age, in fractions."""

from collections.abc import Mapping
from fractions import Fraction

from rnn_examples.worked_example.oracle import oracle


@oracle("exact fractions")
def $name(
    x: list[Fraction],
    m_0: Fraction,
    beta: Fraction,
) -> Mapping[str, Fraction]:
    """Every average, from the numbers so far and no other average."""
    values = {}
    for t in range(1, len(x) + 1):
        shares = [beta ** (t - k) * (1 - beta) * x[k - 1] for k in range(1, t + 1)]
        values[f"m_{t}"] = beta**t * m_0 + sum(shares)
    return values
'''

EXAMPLE = '''"""The example of the page docs/$page."""

import numpy as np

from rnn_examples.models.$name import $name
from rnn_examples.oracles import $name as oracles
from rnn_examples.worked_example import WorkedExample

$constant = WorkedExample(
    $name,
    x=np.array([1.0, -2.0, 0.5]),
    m_0=np.float64(0.25),
    beta=np.float64(0.9),
).checked_by(oracles.$name)
'''

TEST = '''"""The model of the page docs/$page, against fractions."""

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

MUTATION = """
[["models/$name.py $name"]]
tests = "models/test_$name.py"
"the shares are swapped" = '''
$$beta * $$m_prev + (1 - $$beta) * $$x_t => $$beta * $$x_t + (1 - $$beta) * $$m_prev'''
"""

PAGE = """---
$front_matter
---

# $heading

What is left of the first number after [[= $name.x | shape =]] steps? In symbols:

$$$$
m_t = \\beta\\, m_{t-1} + (1 - \\beta)\\, x_t
$$$$

The average starts at [[= $name.m_0 =]], and $$\\beta$$ is [[= $name.beta =]].

[[= $name.m_1 | derivation =]]

[[= $name.m_2 | derivation =]]

[[= $name | table =]]
"""


NOTATION = """\
| $$m_t$$ | the average after step $$t$$ | a number | [$title]($page) |
| $$\\beta$$ | the share of the average that is kept | a number | [$title]($page) |
"""

LOCAL_ROWS = re.compile(r"^## In one lesson\n(?:(?!#).*\n)*?(?:\|.*\n)+", re.M)
"""The section for symbols of one lesson, with its table to the end."""


def write(name: str, title: str = "") -> list[tuple[Path, str]]:
    """Write the files, or none; return each with what it is.

    title: the page's, as a reader is to see it; without one, it is made of the name.
    Raises ValueError for a name or title that cannot be, and for what cannot be written.
    """
    example_names.demand(name, _files)
    title = " ".join(title.split()) or name.replace("_", " ").capitalize()
    titles.demand_plain(title)
    files = _files(name, title)
    try:
        config = titles.with_page(CONFIG, title, page(name).name)
        locked = values_lock.locked()
        symbols = _with_symbols(name, title)
        with all_or_none() as write_files:
            write_files(files)
            locked[name] = _example_to_lock(name)
            write_files(
                {
                    MUTATIONS: texts.read(MUTATIONS) + Template(MUTATION).substitute(name=name),
                    CONFIG: config,
                    **symbols,
                    values_lock.LOCK: values_lock.write(locked),
                }
            )
    except OSError as error:
        file = error.filename2 or error.filename
        place = f"{relative(file)}: " if file else ""
        raise ValueError(f"{place}{error.strerror or error}; nothing was written") from None
    made = ("the model: plain NumPy", "the oracle: the same, another way",
            "the example: the model with its inputs", "the test of model and oracle",
            "the page")  # fmt: skip
    return [
        *zip(files, made, strict=True),
        (MUTATIONS, "a mistake in the model, which the oracle must find"),
        (CONFIG, "the page in nav:"),
        *((file, "what its symbols mean") for file in symbols),
        (values_lock.LOCK, "its numbers, to be reviewed"),
    ]


def _files(name: str, title: str = "") -> dict[Path, str]:
    """The new files and their texts."""
    package = PACKAGE
    templates = {
        package / "models" / f"{name}.py": MODEL,
        package / "oracles" / f"{name}.py": ORACLE,
        package / "examples" / f"{name}.py": EXAMPLE,
        ROOT / "tests" / "models" / f"test_{name}.py": TEST,
        page(name): PAGE,
    }
    filled = {
        "name": name,
        "constant": name.upper(),
        "page": page(name).name,
        "front_matter": titles.as_yaml({"title": title}),
        "heading": titles.as_markdown(title),
    }
    return {file: Template(text).substitute(filled) for file, text in templates.items()}


def page(name: str) -> Path:
    """The page of an example's own."""
    return DOCS / f"{name.replace('_', '-')}.md"


def _with_symbols(name: str, title: str) -> dict[Path, str]:
    """The page of symbols with those of the new page; nothing in a site that has no such page."""
    file = DOCS / notation.SOURCE
    if not file.is_file():
        return {}
    text = texts.read(file)
    table = LOCAL_ROWS.search(text)
    if table is None:
        raise ValueError(
            f"{relative(file)} has no table below ## In one lesson; nothing was written"
        )
    shown = titles.as_markdown(title).replace("|", "&#124;")
    filled = {"title": shown, "page": f"../{page(name).name}"}
    rows = Template(NOTATION).substitute(filled)
    return {file: text[: table.end()] + rows + text[table.end() :]}


def _example_to_lock(name: str) -> values_lock.LockedExample:
    """Run the new example, and read its page."""
    importlib.invalidate_caches()
    with values.single_example(name):
        values.find_example(name)
        return values_lock.current(DOCS, name)[name]
