"""The real `mkdocs serve`, and a person who edits, breaks and mends."""

import os
import re
from functools import partial

import pytest
from bs4 import BeautifulSoup

from benchmarks.previews import Server, edit, serving
from tests.site import project

H_1 = re.compile(r'data-value="encoder\.h_1\[0\]">([^<]*)<')
FAULT = re.compile(r'<mark class="fault">([^<]*)')


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = project.copy_without_pages(tmp_path_factory.mktemp("serve"))
    (folder / "docs" / "index.md").write_text("# Home\n\n[[= encoder.h_1[0] =]]\n", "utf-8")
    (folder / "docs" / "notebooks").mkdir()
    (folder / "docs" / "notebooks" / "one.py").write_text("# %%\nx = 1\nx\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def server(folder):
    with serving(folder) as server:
        yield server


def good(server: Server, path: str = "") -> bool:
    page = server.page(path)
    if not page or FAULT.search(page):
        return False
    return bool(path) or H_1.findall(page) == ["0.46212"]


def test_an_edited_number_changes_the_page(folder, server):
    def shows(number: str) -> bool:
        return H_1.findall(server.page("")) == [number]

    put_back = edit(
        folder / "rnn_examples" / "models" / "rnn.py", "np.tanh(a_t)", "np.tanh(2 * a_t)"
    )
    server.wait(partial(shows, "0.76159"))  # tanh of twice 0.5
    put_back()
    server.wait(partial(shows, "0.46212"))


def test_an_edit_in_the_second_in_which_another_process_imported_changes_the_page(folder, server):
    file = folder / "rnn_examples" / "examples" / "rnn_theory.py"
    compiled_at = file.stat().st_mtime_ns
    project.run(folder, "compileall", "-q", "rnn_examples", PYTHONDONTWRITEBYTECODE="")
    put_back = edit(file, "U=np.array([[0.5], [0.7]])", "U=np.array([[0.9], [0.7]])")
    same_second = compiled_at // 10**9 * 10**9 + (compiled_at + 1) % 10**9
    os.utime(file, ns=(same_second, same_second))
    server.wait(lambda: H_1.findall(server.page("")) == ["0.71630"])  # tanh of 0.9
    put_back()
    server.wait(partial(good, server))


BREAKAGES = [
    (
        "syntax",
        "rnn_examples/trace/recorder.py",
        "class Recorder:",
        "class Recorder(:",
        r"rnn_examples/trace/recorder\.py:\d+:\d+: SyntaxError",
    ),
    (
        "model",
        "rnn_examples/models/rnn.py",
        "np.tanh(a_t)",
        "np.tanh(a_t) + nothing",
        r"rnn_examples/models/rnn\.py:\d+:\d+: NameError: name .nothing. is not defined",
    ),
    (
        "shape",
        "rnn_examples/examples/rnn_theory.py",
        "U=np.array([[0.5], [0.7]])",
        "U=np.array([[0.5], [0.7], [0.9]])",
        r"rnn_examples/\w+/\w+\.py:\d+:\d+: \w+Error: .*3.*\(in the example .encoder.",
    ),
    (
        "publisher",
        "rnn_examples/pages/page.py",
        "class Page:",
        "class Page(:",
        r"rnn_examples/pages/page\.py:\d+:\d+: SyntaxError",
    ),
    (
        "page",
        "docs/index.md",
        "encoder.h_1[0]",
        "encoder.h_9[0]",
        r"docs/index\.md:3:1: no value named .encoder\.h_9.; did you mean",
    ),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"), [b[1:] for b in BREAKAGES], ids=[b[0] for b in BREAKAGES]
)
def test_what_is_broken_is_named_and_what_is_mended_recovers(file, old, new, fault, server, folder):
    server.wait(lambda: good(server))
    said = len(server.output)
    put_back = edit(folder / file, old, new)
    try:
        server.wait(lambda: FAULT.search(server.page("")))
        server.wait(lambda: re.search(fault, server.output[said:]))
        assert "Traceback" not in server.output[said:]
    finally:
        put_back()
    server.wait(lambda: good(server))


def report(server: Server, path: str = "") -> list[str]:
    """What a page says is wrong with it."""
    found = BeautifulSoup(server.page(path), "html.parser").select("article [role=alert] li")
    return [item.get_text() for item in found]


def test_what_an_oracle_does_not_confirm_is_reported_on_the_pages_until_it_is_mended(
    server, folder
):
    server.wait(lambda: good(server) and not report(server))
    model = folder / "rnn_examples" / "models" / "rnn.py"
    put_back = edit(model, "np.tanh(a_t)", "np.tanh(2 * a_t)")
    try:
        server.wait(partial(report, server))
        for path in ("", "notebooks/one/"):
            assert any(
                re.match(r"rnn_examples/examples/rnn_theory\.py:\d+:\d+: h_1 differs from", fault)
                for fault in report(server, path)
            )
    finally:
        put_back()
    server.wait(lambda: good(server) and not report(server))


def test_a_fault_in_a_page_is_reported_on_that_page_alone(server, folder):
    server.wait(lambda: good(server) and not report(server))
    put_back = edit(folder / "docs" / "index.md", "encoder.h_1[0]", "<i>.h_1</i>")
    try:
        server.wait(partial(report, server))
        assert [fault.startswith("docs/index.md:3:1: ") for fault in report(server)] == [True]
        assert "&lt;i&gt;.h_1" in server.page("")
        assert not report(server, "notebooks/one/")
    finally:
        put_back()
    server.wait(lambda: good(server) and not report(server))


def test_a_broken_notebook_is_named_and_recovers(server, folder):
    said = len(server.output)
    put_back = edit(folder / "docs" / "notebooks" / "one.py", "x = 1", "x = 1 / 0")
    server.wait(lambda: FAULT.search(server.page("notebooks/one/")))
    assert "docs/notebooks/one.py:2:1: ZeroDivisionError: division by zero" in server.output[said:]
    put_back()
    server.wait(lambda: good(server, "notebooks/one/"))


def test_a_fault_at_the_start_does_not_end_the_server(tmp_path):
    folder = project.copy_without_pages(tmp_path)
    (folder / "docs" / "index.md").write_text("# Home\n\n[[= encoder.h_1[0] =]]\n", "utf-8")
    put_back = edit(
        folder / "rnn_examples" / "trace" / "recorder.py", "class Recorder:", "class Recorder(:"
    )
    with serving(folder) as server:
        assert FAULT.search(server.page(""))
        assert re.search(r"rnn_examples/trace/recorder\.py:\d+:\d+: SyntaxError", server.output)
        put_back()
        server.wait(lambda: H_1.findall(server.page("")) == ["0.46212"])
