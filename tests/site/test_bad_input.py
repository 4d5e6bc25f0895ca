"""Builds that must fail: one report of every fault, exit code 1, and the good site as it was."""

import re

import pytest

from tests.site import project

EXAMPLES = '''"""Examples that do not work."""

import numpy as np

from rnn_examples.worked_example import WorkedExample
from rnn_examples.models.rnn import encode
from rnn_examples.oracles.by_hand import by_hand


def fail(x):
    raise ValueError("on purpose")


def double(x):
    return 2 * x


RAISES = WorkedExample(fail, x=np.ones(2))
SHAPES = WorkedExample(
    encode,
    x=np.ones((2, 1)),
    h_0=np.zeros(3),
    W=np.eye(2),
    U=np.ones((2, 1)),
    b=np.zeros(2),
)
INFINITE = WorkedExample(double, x=np.array([np.inf, np.nan]))
TWICE = WorkedExample(double, x=np.ones(2))
WRONG = WorkedExample(double, x=np.ones(2)).checked_by(by_hand)
'''

ORACLE = '''"""Not what it says."""

from rnn_examples.worked_example.oracle import oracle


@oracle("by hand")
def by_hand(x):
    """Forget to double."""
    return {"result": x}
'''

TWICE = '''"""An example of the same name."""

import numpy as np

from rnn_examples.worked_example import WorkedExample

TWICE = WorkedExample(np.tanh, x=np.ones(2))
'''

PAGE = r"""---
title: "Bad [[= encoder.h_1 =]]"
---

# Bad

[[= encoder.h_9 =]] and [[= encoder.h_1[7] =]] and [[= encoder.h_1 | .q =]]

[[= encoder.h_1 | picture =]] and [[= encoder.h_1 | word =]] and [[= nobody =]]

[[= raises.y =]] and [[= shapes.h_1 =]]

[[= infinite.x =]] and [[= infinite.x[1] =]]

$$
\oops
$$

```mermaid
flowchart LR
  a -> -> b
```

--8<-- "rnn_examples/models/rnn.py:gone"

[[= encoder.h_1
"""

SECOND = "# Another page\n\n[[= encoder.h_8 =]]\n"

SAME = """# Two

See [the first](#one), [पानी](#पानी) and [the second](second.md#another-page).

## One

## One!

## पानी
"""

ENDS = """# %% [markdown]
# # It ends

# %%
import os

os._exit(0)
"""

NOTEBOOK = """# %% [markdown]
# # A notebook
#
# With $\\oops$ and [[= encoder.h_1 =]].
# \\begin{align}a\\end{align}

# %%
x = 1

1 / 0
"""

FAULTS = r"""
docs/bad.md:2:13: a title cannot be computed: front matter is read as it stands
docs/bad.md:7:1: no value named 'encoder.h_9'; did you mean 'encoder.h_2'?
docs/bad.md:7:25: encoder.h_1 is 2: [7] is outside; places count from 0, the last is encoder.h_1[1]
docs/bad.md:7:52: bad format '.q': a format is .3f (three places), .2e
docs/bad.md:9:1: unknown view 'picture': the views are equation,
docs/bad.md:9:35: encoder.h_1 is no token: its example gives words to none of its values
docs/bad.md:9:66: no example named 'nobody'; there are
docs/bad.md:13:1: inf cannot be published
docs/bad.md:13:24: nan cannot be published
docs/bad.md:16:1: bad LaTeX: Undefined control sequence: \oops
docs/bad.md:21:3: bad mermaid: Parse error on this line:
docs/bad.md:24:9: rnn_examples/models/rnn.py has no section 'gone'; it has no sections
docs/bad.md:26:1: [[= without =]] on the same line: close it, or write \[[= for the text
docs/second.md:3:1: no value named 'encoder.h_8'; did you mean 'encoder.h_2'?
docs/latin.md:3:4: the byte 0xe9 is no text: save the file as UTF-8
docs/meta.md:1:1: bad front matter: weight: would be read as a setting, and not shown;
docs/cell.md:5:7: 'zebra' is not on the page: a cell too many in its row
docs/same.md:3:17: #one: which heading it leads to depends on their order: give each its own id
docs/old.ipynb:1:1: no page is made of it: a page is a .md file, or in notebooks/ a .py file
docs/upper.MD:1:1: no page is made of it: a page is a .md file
docs/notebooks/latin.py:2:4: the byte 0xe9 is no text: save the file as UTF-8
docs/notebooks/ends.py:5:1: it ends the notebook, as sys.exit() or os._exit() do
rnn_examples/examples/latin.py:2:6: the byte 0xe9 is no text: save the file as UTF-8
rnn_examples/examples/ends.py:3:1: SystemExit: it ends the program, and with it the build
docs/notebooks/bad.py:4:9: bad LaTeX: Undefined control sequence: \oops
docs/notebooks/bad.py:4:20: a notebook shows what it computes: print the value in a cell
docs/notebooks/bad.py:5:3: '\\begin' is shown as it is written: a formula is $…$
docs/notebooks/bad.py:10:1: ZeroDivisionError: division by zero
mkdocs.yml:1:13: a title cannot be computed here: the page's own heading can
rnn_examples/examples/bad.py:11:5: ValueError: on purpose (in the example 'raises'
rnn_examples/examples/gone.py:1:1: ModuleNotFoundError: No module named 'nowhere'
rnn_examples/examples/syntax.py:1:10: SyntaxError: '(' was never closed
(in the example 'shapes'
rnn_examples/examples/bad.py:27:1: this example has no oracle: say what its values are checked by
rnn_examples/examples/bad.py:29:9: result differs from by hand by 1, more than 1e-12: mend
two examples are named 'twice'
""".strip().split("\n")  # fmt: skip


def expected(fault: str) -> str:
    """A pattern for the start of the fault's line, or for what stands anywhere in it."""
    place, _, text = fault.partition(": ")
    if not re.match(r"[\w/]+\.\w+(:\d+)*$", place):
        return re.escape(fault)
    lines = "" if place[-1].isdigit() else r":\d+:\d+"
    return rf"(?m)\b{re.escape(place)}{lines}: .*{re.escape(text)}"


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    """A project with every fault there is, and a site from better days."""
    bad = project.copy_without_pages(tmp_path_factory.mktemp("bad"))
    project.add_module(bad, "bad", EXAMPLES)
    (bad / "rnn_examples" / "oracles" / "by_hand.py").write_text(ORACLE, "utf-8")
    project.add_module(bad, "other", TWICE)
    project.add_module(bad, "gone", "import nowhere\n")
    project.add_module(bad, "syntax", "values = (1,\n")
    (bad / "docs" / "bad.md").write_text(PAGE, "utf-8")
    (bad / "docs" / "second.md").write_text(SECOND, "utf-8")
    (bad / "docs" / "same.md").write_text(SAME, "utf-8")
    (bad / "docs" / "latin.md").write_bytes("# A page\n\nCafé.\n".encode("latin-1")[:14] + b"\n")
    (bad / "docs" / "meta.md").write_text("weight: 0.3\n\n# Meta\n", "utf-8")
    (bad / "docs" / "cell.md").write_text("# Cell\n\n| a |\n|---|\n| x | zebra |\n", "utf-8")
    (bad / "docs" / "old.ipynb").write_text("{}", "utf-8")
    (bad / "docs" / "upper.MD").write_text("# Upper\n", "utf-8")
    (bad / "docs" / "notebooks").mkdir()
    (bad / "docs" / "notebooks" / "bad.py").write_text(NOTEBOOK, "utf-8")
    (bad / "docs" / "notebooks" / "ends.py").write_text(ENDS, "utf-8")
    (bad / "docs" / "notebooks" / "latin.py").write_bytes(b"# %%\n# (\xe9)\n")
    project.add_module(bad, "ends", "import sys\n\nsys.exit()\n")
    project.add_module(bad, "latin", "")
    (bad / "rnn_examples" / "examples" / "latin.py").write_bytes(b'x = 1\ny = "\xe9"\n')
    config = (bad / "mkdocs.yml").read_text("utf-8")
    title = "site_name: '[[= encoder.h_1 =]]'"
    (bad / "mkdocs.yml").write_text(re.sub(r"^site_name:.*", title, config, flags=re.M), "utf-8")
    (bad / "site").mkdir()
    (bad / "site" / "index.html").write_text("the good site", "utf-8")
    return bad


@pytest.fixture(scope="module")
def failed_build(bad):
    return project.mkdocs(bad)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_report_has(fault, failed_build):
    assert re.search(expected(fault), failed_build.stdout)


def test_each_fault_is_reported_once_and_nothing_else(failed_build):
    errors = [line for line in failed_build.stdout.split("\n") if line.startswith("ERROR")]
    assert len(errors) == len(set(errors)) == len(FAULTS), failed_build.stdout
    assert "Traceback" not in failed_build.stdout


def test_the_build_fails_and_says_how_many_faults_there_are(failed_build):
    assert failed_build.returncode == 1
    assert f"{len(FAULTS)} faults; the site is left as it was" in failed_build.stdout


def test_the_good_site_is_left_as_it_was(bad, failed_build):
    assert failed_build.returncode
    assert project.files(bad / "site") == {"index.html": b"the good site"}
    assert sorted(path.name for path in bad.glob(".*")) == []


def test_a_broken_link_fails_too_in_any_folder_and_where_warnings_are_not_shown(tmp_path):
    broken = project.copy_without_pages(tmp_path)
    (broken / "docs" / "index.md").write_text("# Home\n\n[a](gone.md)\n", "utf-8")
    (broken / "elsewhere").mkdir()
    (broken / "elsewhere" / "index.html").write_text("the good site", "utf-8")
    build = project.mkdocs(broken, "--quiet", "--site-dir", "elsewhere")
    assert build.returncode == 1
    assert "in strict mode; the site is left as it was" in build.stdout
    assert project.files(broken / "elsewhere") == {"index.html": b"the good site"}
    assert sorted(path.name for path in broken.glob(".*")) == []


def test_a_package_that_does_not_import_is_one_fault(tmp_path):
    broken = project.copy_without_pages(tmp_path)
    (broken / "rnn_examples" / "trace" / "array.py").write_text("values = (1,\n", "utf-8")
    build = project.mkdocs(broken)
    assert build.returncode == 1
    assert "rnn_examples/trace/array.py:1:10: SyntaxError: '(' was never closed" in build.stdout
    assert "1 fault; the site is left as it was" in build.stdout
    assert "Traceback" not in build.stdout
    assert not (broken / "site").exists()
