"""The code of notebooks: typed numbers in what it says, and values that change by themselves."""

import pytest

from rnn_examples.notebooks.code_cells import faults
from rnn_examples.paths import DOCS


def found(tmp_path, code, head="# %%"):
    path = tmp_path / "notebook.py"
    path.write_text(f"# %% [markdown]\n# Text.\n\n{head}\n{code}\n", "utf-8")
    return [str(fault).replace(str(path), "notebook.py") for fault in faults(path)]


TYPED = [
    ('print("accuracy: 99.7 %")', "99.7"),
    ('said = "accuracy: 99.7 %"\nprint(said)', "99.7"),
    ('"accuracy: 99.7 %"', "99.7"),
    ("print(f'{x} of 12')", "12"),
    ("print(f'1e-{x}')", "1"),
    ("print('loss %.2f of 12' % x)", "12"),
    ("print('accuracy', 99.7)", "99.7"),
    ("print(-99.7)", "-99.7"),
    ("99.7", "99.7"),
    ("def f():\n    '''Give 99.7.'''", "99.7"),
    ("x = f()  # gives 99.7", "99.7"),
    ("# The accuracy is 99.7.\nx = f()", "99.7"),
]


@pytest.mark.parametrize(("code", "number"), TYPED)
def test_a_number_that_a_cell_says_is_typed_by_hand(tmp_path, code, number):
    (fault,) = found(tmp_path, code)
    assert f": {number} is typed by hand in what the cell says" in fault


def test_it_is_told_at_its_line(tmp_path):
    (fault,) = found(tmp_path, 'x = 1\nprint(\n    "accuracy: 99.7 %")')
    assert fault.startswith("notebook.py:7:1: ")


@pytest.mark.parametrize(
    "code",
    [
        "x = 0.5\nprint(x, 2 * x, f(0.5))",
        "print(f'{x:.5f} {y:>12}', '%5.2f' % x, '{:.3f}'.format(x))",
        "print('h_1', 'L2', 'since 1990')",
        "print('colour #' + x)",
        "x = = 2",
    ],
)
def test_what_is_computed_or_named_is_left_alone(tmp_path, code):
    assert found(tmp_path, code) == []


def test_a_cell_declares_what_it_types(tmp_path):
    code = "print('below 3' if x < 3 else '4')"
    head = '# %% typed="below 3: the bound of the condition"'
    (fault,) = found(tmp_path, code, head)
    assert fault.startswith("notebook.py:5:1: 4 is typed by hand")
    assert (
        found(tmp_path, "print('below 3 or 12 times')", head.replace('n"', 'n; 12 times: b"')) == []
    )


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("below 4: why", "'below 4' is not in what the cell says"),
        ("below 3", "a phrase with its reason is"),
        ("3: why", "a phrase with its reason is"),
    ],
)
def test_a_bad_declaration_is_a_fault_at_the_head(tmp_path, typed, what):
    told = found(tmp_path, "print('below 3')", f'# %% typed="{typed}"')
    assert any(fault.startswith(f"notebook.py:4:1: {what}") for fault in told)


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("import time\nprint(time.time())", "time.time()"),
        ("from time import perf_counter as now\nx = now()", "time.perf_counter()"),
        ("import datetime as d\nprint(d.datetime.now())", "datetime.datetime.now()"),
        ("from datetime import date\nprint(date.today())", "datetime.date.today()"),
        ("import numpy as np\nx = np.random.rand(2)", "numpy.random.rand()"),
        ("import numpy as np\nx = np.random.default_rng()", "numpy.random.default_rng()"),
        ("from numpy.random import default_rng\nx = default_rng()", "default_rng()"),
        ("import random\nx = random.random()", "random.random()"),
        ("import uuid\nx = uuid.uuid4()", "uuid.uuid4()"),
        ("import os\nx = os.urandom(f)", "os.urandom()"),
        ("from urllib.request import urlopen\nx = urlopen(f)", "urllib.request.urlopen()"),
    ],
)
@pytest.mark.parametrize("head", ["# %%", '# %% noise="the time"'])
def test_what_is_not_the_same_when_run_again_is_a_fault(tmp_path, code, what, head):
    (fault,) = found(tmp_path, code, head)
    assert fault.startswith("notebook.py:6:")
    assert f"{what} gives another value at each run" in fault


@pytest.mark.parametrize(
    "code",
    [
        "import numpy as np\nx = np.random.default_rng(3).random()",
        "import numpy as np\nx = np.random.Generator(np.random.PCG64(seed=3))",
        "import numpy as np\nnp.random.seed(3)\nx = np.random.rand(2)",
        "import random\nrandom.seed(3)\nx = random.random()",
        "import time\ntime.sleep(0)",
        "random = f(3)\nx = random.integers(0, 2)",
    ],
)
def test_random_numbers_with_a_seed_are_the_same_again(tmp_path, code):
    assert found(tmp_path, code) == []


def test_the_notebooks_of_the_site_have_no_such_fault():
    for file in (DOCS / "notebooks").glob("*.py"):
        assert list(faults(file)) == []
