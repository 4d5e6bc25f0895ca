"""Sessions on pages: commands run for real, in a clone that is gone afterwards."""

import re
from concurrent.futures import Future
from html import unescape

import pytest

from rnn_examples.publish import session, terminal
from tests.conftest import ROOT
from tests.publish.conversion import convert, faults_of

CLONE = "$ git clone --quiet https://github.com/you/rnn-examples\n$ cd rnn-examples"


def fence(*lines):
    return "```session\n" + "\n".join(lines) + "\n```\n"


def ask(command):
    return session._asked([[session.Step(1, command)]])


def text_of(html):
    return unescape(re.sub("<[^>]+>", "", html))


def test_a_command_is_shown_with_what_it_prints_and_a_later_fence_goes_on():
    made = convert(f"{fence(CLONE)}\nand\n\n{fence('$ git branch', '$ cat docs/index.md')}")
    assert text_of(made).split("\n") == [
        "$ git clone --quiet https://github.com/you/rnn-examples",
        "$ cd rnn-examples",
        "",
        "and",
        "$ git branch",
        "* main",
        "$ cat docs/index.md",
        "# Home",
        "",
    ]


def test_an_edit_puts_lines_in_the_place_of_others_or_writes_a_file(tmp_path):
    edits = ["--- docs/index.md", "-# Home", "+# House", "+", "+More.", "--- new/a.txt", "+one"]
    more = ["--- docs/index.md", " # House", "+", "+Less.", "$ cat docs/index.md new/a.txt"]
    made = text_of(convert(fence(CLONE, *edits, *more)))
    assert made.endswith("$ cat docs/index.md new/a.txt\n# House\n\nLess.\n\nMore.\none\n")


def test_a_token_in_an_edit_reaches_the_file_and_no_value():
    edit = ["--- docs/index.md", "-# Home", r"+# \[[= encoder.h_1 =]]", "$ cat docs/index.md"]
    assert text_of(convert(fence(CLONE, *edit))).count("# [[= encoder.h_1 =]]") == 2


FAULTS = {
    "a command that fails": ("$ git frobnicate", "'git frobnicate' fails: git: 'frobnicate' is"),
    "one that does not": ("$ git status  # fails", "'git status' is said to fail, and does not"),
    "an unknown one": ("$ curl x", "'curl x' fails: no command 'curl' in a session; there are cat"),
    "no step": ("git status", "'git status' is no step: begin it with $ for a command"),
    "an edit of nothing": (
        "--- docs/index.md\n-# Hut\n+# House",
        "'--- docs/index.md' fails: the lines that go must be in docs/index.md once, not 0 times",
    ),
    "an edit of no file": ("--- a.md\n-# Hut\n+b", "'--- a.md' fails: FileNotFoundError"),
    "bad quotes": ("$ git 'status", '"git \'status" fails: ValueError: No closing quotation'),
    "a broken package": (
        "--- rnn_examples/faults.py\n-import os\n+import ox\n$ rnn-examples list",
        "'rnn-examples list' fails: ModuleNotFoundError: No module named 'ox'",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_of_a_session_stands_at_its_line(case, tmp_path):
    lines, told = FAULTS[case]
    page = f"# T\n\n{fence(CLONE, '$ git status', lines)}"
    (fault,) = faults_of(page, tmp_path, "---\na: b\n---\n")
    line = 10 + (lines.count("\n$") and lines.count("\n"))
    assert fault.startswith(f"page.md:{line}:1: {told}")


def test_a_command_that_is_said_to_fail_may():
    assert "frobnicate" in convert(fence(CLONE, "$ git frobnicate  # fails"))


def test_what_changes_from_run_to_run_is_not_shown():
    top = ROOT / "somewhere"
    answer = (f"\nat {top}/upstream and {top}/a/b.py  \n6 passed in 0.31s\n\n", 0)
    shown, _ = terminal._tidy(answer, top)
    assert shown == f"at {terminal.UPSTREAM} and a/b.py\n6 passed"


def test_a_session_runs_again_if_and_only_if_something_changed_that_it_can_see(monkeypatch):
    runs = []
    monkeypatch.setattr(session, "_run", lambda question: runs.append(question) or [("", 0)])
    monkeypatch.setattr(session.process, "SESSIONS", {})
    for n, command in ((1, "cat a"), (1, "cat a"), (2, "cat b"), (2, "cat a")):
        ask(command).result()
        assert len(runs) == n
    monkeypatch.setattr(session, "_files", lambda: {"a": "changed"})
    ask("cat a").result()
    assert len(runs) == 3


def test_only_a_preview_shows_what_was_printed_before_and_says_so(monkeypatch):
    def faults(line, text):
        raise AssertionError(f"{line}: {text}")

    steps, run = [[session.Step(1, "ruff check")]], Future()
    monkeypatch.setattr(session.process, "PRINTED", {})
    monkeypatch.setattr(session, "_asked", lambda _: run)
    run.set_result([("old", 0)])
    assert session._answers(steps) == ([("old", 0)], False)
    monkeypatch.setattr(session.process, "is_preview", True)
    run = Future()
    assert session._answers(steps) == ([("old", 0)], True)
    assert "before your edit" in next(session.made(["```session", "$ ruff check", "```"], faults))
    run.set_result([("new", 0)])
    assert session._answers(steps) == ([("new", 0)], False)
    assert "before your edit" not in next(
        session.made(["```session", "$ ruff check", "```"], faults)
    )


def test_a_run_that_failed_is_tried_again(monkeypatch):
    monkeypatch.setattr(session.process, "SESSIONS", {})
    monkeypatch.setattr(session.shutil, "which", lambda _: None)
    with pytest.raises(ValueError, match="git is not installed"):
        ask("cat a").result()
    monkeypatch.setattr(session, "_run", lambda _: [("here", 0)])
    assert ask("cat a").result() == [("here", 0)]


def test_the_small_project_has_the_whole_package_but_its_examples():
    files = session._files()
    modules = {file.relative_to(ROOT).as_posix() for file in (ROOT / "rnn_examples").rglob("*.py")}
    examples = {file for file in modules if re.match(r"rnn_examples/examples/[a-z]", file)}
    assert {file for file in files if file.startswith("rnn_examples/")} == modules - examples
    assert examples
    assert "docs/source/examples/rnn_theory.md" not in files
    assert "docs/source/examples/index.md" in files
    assert not any(file.startswith("/") for file in files)
