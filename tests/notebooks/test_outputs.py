"""What notebooks print: run without Jupyter, locked, and held against their pages."""

import copy
import socket
from contextlib import contextmanager

import jupytext
import pytest
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync
from nbconvert.preprocessors import ExecutePreprocessor

from rnn_examples.authoring.cells import CellError, failing_cell
from rnn_examples.authoring.cells import faults as cell_faults
from rnn_examples.limits import ENDS
from rnn_examples.lock import values_lock
from rnn_examples.lock.drift import drifts
from rnn_examples.lock.values_lock import current, read, write
from rnn_examples.notebooks import kernels
from rnn_examples.notebooks.outputs import Cell, Printed, faults, printed, unlike
from rnn_examples.paths import DOCS

NOTEBOOK = """\
# %% [markdown]
# # Two numbers

# %%
a = 0.25
print("a =", a)


# %%
# A comment, and what the last line is worth.
{"twice": 2 * a}

# %% noise="rounding"
print(0.1 + 0.2)

# %%
b = a
"""

PAGE = """\
<div class="jp-Cell jp-CodeCell"><div class="jp-Cell jp-CodeCell" id="cell-id-2">
<div class="CodeMirror jp-InputArea-editor"><div><pre><span></span><span>a</span> = 0.25
print(<span>&quot;a =&quot;</span>, a)</pre></div><div class="clipboard-copy-txt">a = 1</div></div>
<div class="jp-OutputArea-output" data-mime-type="text/plain"><pre>a = 0.25
</pre></div></div></div>
<div class="jp-CodeCell" id="cell-id-3">
<div class="jp-InputArea-editor"><pre>b = a</pre></div></div>
"""


@pytest.fixture
def docs(tmp_path):
    (tmp_path / "notebooks").mkdir()
    return tmp_path


def written(docs, text):
    (docs / "notebooks" / "two.py").write_text(text, "utf-8")
    printed.cache_clear()
    return printed(docs)["notebooks/two.py"]


def test_each_cell_prints_what_it_prints_in_jupyter(docs):
    first, second, third, last = written(docs, NOTEBOOK).cells
    assert first == Cell('a = 0.25\nprint("a =", a)', "a = 0.25\n")
    assert second.output == "{'twice': 0.5}\n"
    assert (third.noise, last.output) == ("rounding", "")


@pytest.mark.parametrize(
    ("cell", "line", "error"),
    [
        ("print(1 /\n      0)", 5, "ZeroDivisionError: division by zero"),
        ("def f():\n    return nobody\n\n\nf()", 9, "NameError: name 'nobody' is not defined"),
        ("a = 1\nb = = 2", 6, "SyntaxError: invalid syntax"),
        ("import sys\nsys.exit()", 6, f"SystemExit: {ENDS}"),
        ("import os\nos._exit(0)", 6, f"SystemExit: {ENDS}"),
        ("raise KeyboardInterrupt", 5, "KeyboardInterrupt:"),
        ("input()", 5, "EOFError: EOF when reading a line"),
        (
            "for n in range(2000):\n    print(n)",
            5,
            "the cell prints 2000 lines: print at most 1000",
        ),
    ],
)
def test_a_cell_that_fails_is_a_fault_at_its_line(docs, cell, line, error):
    assert written(docs, f"# %% [markdown]\n# Text.\n\n# %%\n{cell}\n").cells == ()
    (fault,) = faults(docs)
    assert fault.file == str(docs / "notebooks" / "two.py")
    assert (fault.line, fault.text.removesuffix(" (two.py, line 6)")) == (line, error)


@pytest.mark.parametrize("head", ["# %%", '# %% noise="the time"'])
def test_a_cell_that_prints_something_else_when_run_again_is_a_fault(docs, head):
    code = "import os as system\nprint(getattr(system, 'getpid')())\n"
    written(docs, f"# %%\nprint(2)\n\n{head}\n{code}")
    (fault,) = faults(docs)
    assert (fault.line, "not the same in another run" in fault.text) == (5, True)


def test_a_cell_that_never_ends_is_a_fault(docs, monkeypatch):
    monkeypatch.setenv("RNN_EXAMPLES_SECONDS", "1")
    assert written(docs, "# %%\nx = 1\n\n# %%\nwhile True:\n    x += 1\n").cells == ()
    (fault,) = faults(docs)
    assert fault.line in (5, 6)
    assert "it still runs after 1 seconds: if that is meant, set RNN_EXAMPLES_SECONDS" in fault.text


def test_a_notebook_whose_process_dies_is_a_fault(docs):
    written(docs, "# %%\nimport os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    (fault,) = faults(docs)
    assert "the notebook ends its process, with exit code" in fault.text


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("while True:\n    pass", "it still runs after"),
        ("import sys\nsys.exit()", "it ends the notebook"),
        ("import os\nos._exit(0)", "it ends the notebook"),
        ("for n in range(2000):\n    print(n)", "the cell prints 2000 lines: print at most 1000"),
    ],
)
def test_a_kernel_says_which_cell_never_ends_or_ends_it_or_prints_too_much(
    code, what, tmp_path, monkeypatch
):
    if "while" in code:
        monkeypatch.setattr("rnn_examples.limits.SECONDS", 1)
    file = tmp_path / "one.py"
    file.write_text(f"# %% [markdown]\n# # Title\n\n# %%\nx = 1\n\n# %%\n{code}\n", "utf-8")
    with kernels_in_use(), pytest.raises(CellError) as error:
        ExecutePreprocessor().preprocess(jupytext.read(file), {})
    fault = failing_cell(file, error.value)
    assert (fault.line, fault.text[: len(what)]) == (8, what)


@pytest.mark.parametrize(("taken", "is_run"), [(kernels.STARTS - 1, True), (kernels.STARTS, False)])
def test_a_kernel_whose_port_was_taken_is_started_again(taken, is_run, tmp_path, monkeypatch):
    file = tmp_path / "one.py"
    file.write_text("# %%\nprint(6 * 7)\n", "utf-8")
    start, starts = kernels._start, []
    with socket.socket() as other, kernels_in_use():
        other.bind(("127.0.0.1", 0))
        other.listen()

        def start_or_not():
            starts.append(start)
            if len(starts) > taken:
                return start()
            manager = AsyncKernelManager(kernel_name="python3", cache_ports=False)
            manager.control_port = other.getsockname()[1]
            run_sync(manager.start_kernel)(extra_arguments=kernels.ARGUMENTS)
            return manager

        monkeypatch.setattr(kernels, "_start", start_or_not)
        if is_run:
            ran, _ = ExecutePreprocessor().preprocess(jupytext.read(file), {})
            assert ran.cells[0].outputs[0].text == "42\n"
            assert len(starts) == taken + 1
        else:
            with pytest.raises(RuntimeError, match="Kernel died before replying"):
                ExecutePreprocessor().preprocess(jupytext.read(file), {})


@contextmanager
def kernels_in_use():
    """Kernels as the build has them."""
    names = ("create_kernel_manager", "preprocess")
    before = {name: getattr(ExecutePreprocessor, name) for name in names}
    kernels.use()
    try:
        yield
    finally:
        for name, function in before.items():
            setattr(ExecutePreprocessor, name, function)


@pytest.mark.parametrize("text", ["", "x = 1\n"])
def test_a_notebook_without_cells_is_a_fault(text, tmp_path):
    file = tmp_path / "one.py"
    file.write_text(text, "utf-8")
    (fault,) = cell_faults(file)
    assert "the notebook has no cells: a cell begins with # %%" in fault.text


def test_what_is_locked_is_all_that_is_printed_but_for_noise(docs):
    written(docs, NOTEBOOK)
    (notebook,) = current(docs).values()
    assert {key: value.printed for key, value in notebook.values.items()} == {
        "cell_1": ["a = 0.25"],
        "cell_2": ["{'twice': 0.5}"],
    }


def test_every_notebook_of_the_site_is_locked():
    printed.cache_clear()
    names = {file.relative_to(DOCS).as_posix() for file in (DOCS / "notebooks").glob("*.py")}
    locked = values_lock._notebooks(DOCS)  # which are the last part of every whole lock
    assert locked.keys() == names
    assert all(notebook.values for notebook in locked.values())


def test_a_change_tells_its_line_and_its_cause(docs):
    written(docs, NOTEBOOK)
    before = read(write(current(docs)))
    line = write(before).split("\n").index("    | a = 0.25") + 1
    written(docs, NOTEBOOK.replace("a = 0.25", "a = 0.5"))
    _, first, second = drifts(before, current(docs))
    assert (first.name, first.line, first.cause) == ("cell_1 line 1", line, "code")
    assert (first.before, first.after) == ("a = 0.25", "a = 0.5")
    assert (second.before, second.after) == ("{'twice': 0.5}", "{'twice': 1.0}")


def test_other_output_of_the_same_code_is_put_down_to_what_it_imports(docs):
    written(docs, NOTEBOOK)
    now = current(docs)
    before = copy.deepcopy(now)
    before["notebooks/two.py"].values["cell_1"].printed[0] = "a = 0.26"
    (change,) = drifts(before, now)
    assert (change.before, change.after, change.cause) == ("a = 0.26", "a = 0.25", "imports")


TWO = Printed((Cell('a = 0.25\nprint("a =", a)', "a = 0.25\n"), Cell("b = a", "")))


def test_a_page_that_shows_the_notebook_is_right():
    assert list(unlike(PAGE, TWO)) == []


def test_an_empty_line_that_is_printed_first_is_on_the_page():
    first, second = TWO.cells
    below = Printed((Cell(first.code, "\na = 0.25\n"), second))
    assert list(unlike(PAGE.replace("<pre>a = 0.25", "<pre>\na = 0.25"), below)) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<pre>a = 0.25", "<pre>a = 0.26", "cell 1 prints 'a = 0.25', shown as 'a = 0.26'"),
        ("a = 0.25\n</pre>", "a = 0.25\n0.3</pre>", "cell 1 prints 1 lines, shown are 2"),
        ("a</span> = 0.25", "a</span> = 0.3", "the code of cell 1 is another in the notebook"),
        ("<pre>b = a", "<pre>b = 7", "the code of cell 2 is another in the notebook"),
        (' id="cell-id-3"', "", "the notebook has 2 code cells, the page 1"),
    ],
)
def test_a_page_that_shows_something_else_is_found(old, new, told):
    assert PAGE.count(old) == 1
    assert told in list(unlike(PAGE.replace(old, new), TWO))


def test_noise_is_held_to_nothing():
    first, second = TWO.cells
    noisy = Printed((Cell(first.code, "another", noise="the time"), second))
    assert list(unlike(PAGE, noisy)) == []
