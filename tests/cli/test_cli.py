"""The command, as a person and as a script use it."""

import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from rich.console import Console
from typer.testing import CliRunner

from rnn_examples import cli, paths
from rnn_examples.authoring import values
from rnn_examples.cli import commands, printing
from rnn_examples.examples.rnn_theory import ENCODER, TEACHER_FORCED
from rnn_examples.lock import values_lock
from rnn_examples.oracles import fifty_digits
from rnn_examples.pages import one_page
from rnn_examples.render.numbers import Numbers
from rnn_examples.worked_example import WorkedExample
from rnn_examples.worked_example.catalogue import load
from rnn_examples.worked_example.oracle import Oracle
from tests.commands import run as run_command
from tests.conftest import ROOT

runner = CliRunner()


def run(*arguments, text=None):
    return runner.invoke(cli.app, list(arguments), input=text)


def test_the_entry_point_and_the_module_are_the_command():
    for command in ([sys.executable, "-m", "rnn_examples"], [f"{sys.prefix}/bin/rnn-examples"]):
        done = run_command(*command, "--help")
        assert done.returncode == 0
        for name in ("list", "show", "check", "accept", "new"):
            assert re.search(rf"^\W+{name}\b", done.stdout, re.M)


def test_list_says_of_each_example_what_it_is():
    told = run("list")
    assert told.exit_code == 0
    for name in load().examples:
        assert name in told.stdout
    (encoder,) = [row for row in json.loads(run("list", "--json").stdout)["examples"]
                  if row["name"] == "encoder"]  # fmt: skip
    assert encoder["file"] == "rnn_examples/examples/rnn_theory.py"
    lines = (ROOT / encoder["file"]).read_text("utf-8").split("\n")
    assert lines[encoder["line"] - 1].startswith("ENCODER = ")
    assert encoder["oracles"] == ["mpmath, 50 digits"]
    assert "rnn-theory.md" in encoder["pages"]
    assert encoder["values"] == len(ENCODER.trace.names)


def test_show_writes_a_derivation_in_unicode():
    told = run("show", "encoder.h_2").stdout
    assert "h₂ = tanh(W h₁ + U x₂ + b)" in told
    assert re.search(r"≈ ⎡0\.79253⎤\n +⎣0\.90885⎦\n", told)
    assert "✓ mpmath, 50 digits: differs by " in told
    everything = run("show", "encoder").stdout
    for symbol in ("h₀", "W", "U", "b", "x₁", "a₁", "h₁", "x₂", "a₂", "h₂"):
        assert re.search(rf"^ +{symbol} [=≈]", everything, re.M)


def test_show_writes_derivatives_beside_their_first_line():
    told = run("show", "bptt.dh_1").stdout
    assert re.search(r"^ +∂L +dL.*\ndL/dh₁ = ─+ \+ ─+\n +∂h₁ +dh₁\n +≈ ⎡", told, re.M)


def test_show_gives_every_value_to_a_script():
    told = json.loads(run("show", "teacher_forced", "--json").stdout)
    assert set(told["values"]) == set(TEACHER_FORCED.trace.names)
    numbers = Numbers(TEACHER_FORCED.trace)
    for name, value in told["values"].items():
        node = TEACHER_FORCED.trace[name]
        assert value["printed"] == [number.text for number in numbers.entries(node)]
        assert value["shape"] == list(node.shape)
    assert told["values"]["y_hat_1"]["made_by"] == "r_t / np.sum(r_t)"
    latex = run("show", "encoder.h_1", "--latex").stdout
    assert latex.startswith(r"h_{1} \begin{aligned}" if latex[0] == "h" else r"\begin{aligned}")
    assert r"\approx \begin{bmatrix}0.46212 \\ 0.60437\end{bmatrix}" in latex


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("show", "encodr"), "no example named 'encodr'; did you mean 'encoder'?"),
        (("show", "encoder.h1"), "no value named 'encoder.h1'; did you mean 'encoder.h_1'?"),
        (("show", "cosin"), r" more: rnn-examples list"),
        (("show", "encoder.zzz"), "; there are encoder.x, encoder.h_0, "),
        (("show", "training.zzz"), " more: rnn-examples show training"),
        (("show", "encoder.h_1[0]"), "a value is shown whole: encoder.h_1"),
        (("show", "a b"), "several examples have one view"),
        (("show", ""), "'' is no value"),
        (("check", "encodr"), "no example named 'encodr'; did you mean 'encoder'?"),
        (("check", "docs/nowhere.md"), "docs/nowhere.md is no page: a page is a .md file in docs/"),
        (("check", "README.md"), "README.md is no page"),
        (
            ("new", "Big-Name"),
            "a name has small letters a to z, digits, and single _ between words",
        ),
        (("new", "lambda"), "keyword of Python; 'lambda_example' would do"),
        (("new", "rnn"), "rnn_examples/models/rnn.py is there already; 'rnn_example' would do"),
        (("new", "my_sum", "--title", "Sum 2"), "2 is typed by hand; give another: --title"),
    ],
)
def test_a_mistake_is_one_line_that_says_what_would_be_right(arguments, what):
    told = run(*arguments)
    assert told.exit_code == 1
    assert what in " ".join(told.stderr.split())
    assert "Traceback" not in told.output


def printed(monkeypatch, encoding, *arguments):
    """What the whole command prints to streams of an encoding, and its exit code."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding, newline="\n") for _ in range(2)]
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", streams[0])
        patch.setattr(sys, "stderr", streams[1])
        patch.setattr(sys, "argv", ["rnn-examples", *arguments])
        with pytest.raises(SystemExit) as end:
            cli.main()
    for stream in streams:
        stream.flush()
    return *(stream.buffer.getvalue().decode(encoding) for stream in streams), end.value.code


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp850", "shift_jis", "utf-8"])
def test_everything_can_be_printed_in_every_encoding(monkeypatch, encoding):
    for arguments in (
        ["list"],
        ["list", "--json"],
        ["show", "water_drink"],
        ["show", "bptt"],
        ["show", "clipping"],
        ["show", "water_drink", "--json"],
        ["show", "water_drink", "--latex"],
        ["show", "--help"],
    ):
        out, err, code = printed(monkeypatch, encoding, *arguments)
        assert (bool(out), err, code) == (True, "", 0)
    out, err, code = printed(monkeypatch, encoding, "check", "docs/पानी.md")
    where = "docs/पानी.md" if encoding == "utf-8" else r"docs/\u092a\u093e\u0928\u0940.md"
    assert (out, err, code) == ("", f"{where} is no page: a page is a .md file in docs/\n", 1)


def test_a_derivation_has_plain_signs_where_there_are_no_others(monkeypatch):
    out, _, _ = printed(monkeypatch, "ascii", "show", "encoder.h_2")
    assert out.endswith(
        """
   h_2 =  tanh(W h_1 + U x_2 + b)
       ~= tanh([0.3  -0.1] [0.46212] + [0.5] [2] + [0])
              ([  0   0.2] [0.60437]   [0.7]       [0])
       =  tanh([0.3 * 0.46212 + (-0.1) * 0.60437] + [0.5 * 2] + [0])
              ([     0 * 0.46212 + 0.2 * 0.60437]   [0.7 * 2]   [0])
       ~= tanh([0.07820] + [  1] + [0])
              ([0.12087]   [1.4]   [0])
       ~= tanh[1.07820]
              [1.52087]
       ~= [0.79253]
          [0.90885]
    ok mpmath, 50 digits: differs by 4e-17 at most


"""
    )


@pytest.mark.parametrize("arguments", [["list"], ["list", "--json"], ["show", "encoder"]])
def test_a_reader_who_has_seen_enough_ends_the_command_without_a_word(arguments):
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "rnn_examples", *arguments]
    done = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.stderr, done.returncode) == (b"", 1)


def test_a_full_disk_is_one_line(monkeypatch, capsys):
    def fail(**_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(commands, "app", fail)
    with pytest.raises(SystemExit, match="1"):
        cli.main()
    assert capsys.readouterr().err == "rnn-examples: [Errno 28] No space left on device\n"


def test_a_module_that_is_no_sites_package_is_a_mistake_in_the_package(monkeypatch):
    def fail(_):
        raise ModuleNotFoundError("No module named 'nmupy'", name="nmupy")

    monkeypatch.setattr("rnn_examples.verification.verify.verify", fail)
    _, err, code = printed(monkeypatch, "utf-8", "verify", "site")
    assert code == 1
    assert err.endswith("ModuleNotFoundError: No module named 'nmupy'\n")


def test_two_answers_at_once_are_refused():
    assert run("show", "encoder", "--latex", "--json").exit_code == 2


@pytest.fixture
def locked(tmp_path, monkeypatch):
    """A lock of its own, as the site is now."""
    file = tmp_path / "values.lock"
    file.write_text(values_lock.write(values_lock.current(paths.DOCS)), "utf-8")
    monkeypatch.setattr(values_lock, "LOCK", file)
    return file


def test_check_of_pages_and_examples_tells_of_all_of_them(locked, monkeypatch):
    told = run("check", "encoder", "docs/index.md")
    assert (told.output, told.exit_code) == ("encoder, docs/index.md: nothing is wrong\n", 0)
    page = locked.with_name("page.md")
    page.write_text("---\ntitle: T\n---\n\nIt is 0.4621 [[= encoder.h_9 =]].\n", "utf-8")
    monkeypatch.setattr("rnn_examples.pages.one_page.DOCS", locked.parent)
    told = run("check", "encoder", str(page), "--json")
    assert told.exit_code == 1
    faults = json.loads(told.stdout)["faults"]
    assert [(fault["line"], fault["column"]) for fault in faults] == [(5, 7), (5, 14)]
    assert "0.4621 is typed by hand; " in faults[0]["text"]
    assert "no value named 'encoder.h_9'" in faults[1]["text"]


def test_a_page_alone_has_the_faults_that_it_has_in_a_build():
    """The extensions are those of mkdocs.yml: a page of each kind has none."""
    for page in ("contributing/architecture", "vanishing", "reference/package"):
        assert one_page.faults(ROOT / "docs" / f"{page}.md") == []


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("[0] 0.46212 ≈ 0.462117157260", "[0] 0.47 ≈ 0.470000000000", "encoder.h_1[0]"),
        ("| All entries of $V$ are negative", "| All", " line 1"),
        ("shown on optimisers.md\n", "shown on optimisers.md, rnn-theory.md\n", " shown on"),
    ],
)
def test_a_page_alone_has_the_changes_of_what_it_shows_says_or_showed(locked, old, new, changed):
    locked.write_text(locked.read_text("utf-8").replace(old, new), "utf-8")
    told = run("check", "docs/rnn-theory.md", "--json")
    assert told.exit_code == 1
    found = json.loads(told.stdout)
    assert found["faults"] == []
    assert any(change["value"].endswith(changed) for change in found["changes"])
    since = run("check", "docs/rnn-theory.md", "--json", "--base", str(locked))
    assert json.loads(since.stdout) == found
    assert run("check", "docs/clipping.md").exit_code == 0


def test_the_quick_check_is_of_everything_but_the_built_site(locked):
    told = run("check", "--quick")
    assert (told.exit_code, told.stdout) == (0, "what needs no build: nothing is wrong\n")
    entries = locked.read_text("utf-8")
    locked.write_text(entries.replace("[0] 0.46212 ", "[0] 0.46213 ", 1), "utf-8")
    told = run("check", "--quick")
    assert told.exit_code == 1
    assert "0.46213" in told.stdout


def test_check_of_a_good_example_says_so(locked):
    told = run("check", "encoder")
    assert (told.exit_code, told.stdout) == (0, "encoder: nothing is wrong\n")
    told = run("check", "encoder", "--json")
    assert json.loads(told.stdout) == {"faults": [], "changes": []}


def test_check_shows_what_changed_and_accept_writes_it(locked):
    good = locked.read_text("utf-8")
    changed = good.replace("0.46212 ≈ 0.462117157260", "0.47000 ≈ 0.470000000000")
    locked.write_text(changed, "utf-8")
    told = run("check", "encoder")
    assert told.exit_code == 1
    assert re.search(r"encoder\.h_1\[0\] +0\.47000 +0\.46212 +library", told.stdout)
    assert "if that is meant: rnn-examples accept" in told.stderr
    (change,) = json.loads(run("check", "encoder", "--json").stdout)["changes"]
    assert change["value"] == "encoder.h_1[0]"
    assert changed.split("\n")[change["line"] - 1].strip() == "[0] 0.47000 ≈ 0.470000000000"
    markdown = run("check", "encoder", "--markdown")
    assert markdown.exit_code == 1
    assert r"| h\_1\[0\] | 0.47000 | 0.46212 | library |" in markdown.stdout
    told = run("accept", text="n\n")
    assert told.exit_code == 1
    assert locked.read_text("utf-8") == changed
    assert "encoder.h_1[0]" in told.stdout
    told = run("accept", text="y\n")
    assert told.exit_code == 0
    assert locked.read_text("utf-8") == good
    assert run("accept").stdout == "nothing changed\n"
    locked.write_text(changed, "utf-8")
    assert run("accept", "--yes").exit_code == 0
    assert locked.read_text("utf-8") == good


def test_accept_refuses_a_page_whose_token_shows_no_value(locked, tmp_path, monkeypatch):
    changed = locked.read_text("utf-8").replace("0.46212 ≈ 0.462117157260", "0.47 ≈ 0.47")
    locked.write_text(changed, "utf-8")
    (tmp_path / "docs").mkdir()
    page = tmp_path / "docs" / "page.md"
    page.write_text(
        "# Page\n\n[[= encoder.h_1 =]] and [[= encoder.h_2 | deriviation =]]\n", "utf-8"
    )
    monkeypatch.setattr("rnn_examples.paths.DOCS", page.parent)
    monkeypatch.setattr("rnn_examples.pages.one_page.DOCS", page.parent)
    told = run("accept", "--yes")
    assert told.exit_code == 1
    assert "page.md:3:25: unknown view 'deriviation': did you mean 'derivation'?" in told.stderr
    assert locked.read_text("utf-8") == changed


def test_the_changes_of_a_pull_request_are_shown_from_its_base_and_are_no_fault(locked, tmp_path):
    base = tmp_path / "base.lock"
    good = locked.read_text("utf-8")
    base.write_text(good.replace("0.46212 ≈ 0.462117157260", "0.47000 ≈ 0.470000000000"), "utf-8")
    told = run("check", "encoder", "--markdown", "--base", str(base))
    assert told.exit_code == 0
    assert r"| h\_1\[0\] | 0.47000 | 0.46212 | library |" in told.stdout
    assert run("check", "encoder", "--base", str(base)).exit_code == 0
    told = run("check", "encoder", "--markdown", "--base", str(locked))
    assert told.stdout == "## Published values\n\nNo published number changed.\n"


def test_a_base_that_is_not_there_is_no_empty_one(locked, tmp_path):
    empty = tmp_path / "empty.lock"
    empty.touch()
    for base in (tmp_path / "nowhere.lock", empty, tmp_path):
        told = run("check", "encoder", "--base", str(base))
        assert (told.exit_code, told.stdout) == (1, "")
        assert told.stderr.startswith(f"{base} is no lock of another commit; `git show main:values")
    locked.write_bytes(b"encoder\n  given W = \xff\n   \xff\n")
    told = run("check", "encoder", "--base", str(locked))
    assert told.stderr.startswith(f"{locked}:3:1: '\ufffd' is no line of a lock")


@pytest.mark.parametrize("columns", [30, 40, 80, 200])
def test_no_word_of_a_table_is_broken(columns, monkeypatch, capsys):
    monkeypatch.setattr(printing, "out", Console(width=columns, soft_wrap=True, highlight=False))
    file, long = "rnn_examples/examples/bptt.py:14", "a_long_name_of_an_example"
    rows = [(long, "one way", file), ("b", "", "x.py:1")]
    printing.print_table(("example", "runs", "file"), rows)
    told = capsys.readouterr().out
    lines = told.split("\n")
    assert all(word in told for word in (long, file))
    if columns < 60:
        assert lines == [
            *(long, "  runs  one way", f"  file  {file}"),
            *("b", "  file  x.py:1", ""),
        ]
    else:
        assert [line.split()[0] for line in lines[:-1]] == ["example", long, "b"]


def test_a_lock_that_cannot_be_read_is_a_fault_and_accept_writes_it_anew(locked):
    good = locked.read_text("utf-8")
    locked.write_text(good.replace("  code", "   code", 1), "utf-8")
    told = run("check", "encoder")
    assert told.exit_code == 1
    assert re.search(r"values\.lock:\d+:1: 'code \w+' is no line of a lock", told.stderr)
    assert run("accept", "--yes").exit_code == 0
    assert locked.read_text("utf-8") == good


@pytest.mark.parametrize("name", ["encoder", "docs/rnn-theory.md"])
def test_check_tells_of_an_oracle_that_disagrees(locked, monkeypatch, name):
    def wrong(**inputs):
        return {**fifty_digits.encoder.function(**inputs), "h_2": [0, 0]}

    wrong.__module__ = "elsewhere"
    broken = WorkedExample(ENCODER.function, **ENCODER.inputs).checked_by(Oracle("by hand", wrong))
    catalogue = load()
    changed = type(catalogue)({**catalogue.examples, "encoder": broken}, ())
    monkeypatch.setattr("rnn_examples.verification.preconditions.catalogue", lambda: changed)
    monkeypatch.setattr("rnn_examples.verification.check.catalogue", lambda: changed)
    told = run("check", name)
    assert told.exit_code == 1
    assert "h_2 differs from by hand by 0.91" in told.stderr
    assert "encoder.h_2[0] is printed as 0.79253, but by hand gives 0.0" in told.stderr


def test_a_broken_package_is_one_line(monkeypatch, capsys):
    def fail(**_):
        raise RuntimeError("on purpose")

    monkeypatch.setattr(commands, "app", fail)
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert stop.value.code == 1
    assert "RuntimeError: on purpose" in capsys.readouterr().err
    assert values.catalogue().faults == ()


def test_nothing_is_locked_while_an_oracle_disagrees(locked, monkeypatch):
    def wrong(**_):
        return {"h_1": [0, 0]}

    wrong.__module__ = "elsewhere"
    example = ENCODER.checked_by(Oracle("by hand", wrong))
    changed = replace(values.catalogue(), examples={"encoder": example})
    monkeypatch.setattr("rnn_examples.verification.preconditions.catalogue", lambda: changed)
    before = locked.read_text("utf-8")
    told = run("accept", "--yes")
    assert told.exit_code == 1
    assert "h_1 differs from by hand by 0.6" in told.stderr
    assert locked.read_text("utf-8") == before
