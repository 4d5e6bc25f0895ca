"""`rnn-examples vectors`, as a person and as a script use it."""

import json
import os

import pytest
from typer.testing import CliRunner

from rnn_examples import cli
from rnn_examples.vectors.cases import CASES
from rnn_examples.vectors.files import files

runner = CliRunner()


def run(*arguments):
    return runner.invoke(cli.app, ["vectors", *arguments])


def test_list_names_every_case_once():
    told = run("list")
    assert told.exit_code == 0
    assert [line.split()[0] for line in told.stdout.splitlines()[1:]] == [*CASES]
    rows = json.loads(run("list", "--json").stdout)["cases"]
    assert [row["name"] for row in rows] == [*CASES]
    assert rows[0].keys() == {"name", "title", "model"}


def test_show_says_everything_of_a_case():
    told = run("show", "gru_writes_before").stdout
    for text in (
        "z writes",
        "before the product",
        "inputs",
        "values",
        "gradients",
        "loss",
        "b_rec",
    ):
        assert text in told
    assert "W_z  3 × 3\n" in told


def test_show_as_json_is_the_file():
    assert run("show", "lstm_masked", "--json").stdout.encode() == files()["lstm_masked.json"]


def test_an_unknown_case_is_a_line_that_says_which_there_are():
    told = run("show", "lstm_dens")
    assert told.exit_code == 1
    assert told.stderr == "no case named 'lstm_dens'; did you mean 'lstm_dense'?\n"
    assert "there are rnn_dense, rnn_masked_sum" in run("show", "zzz").stderr.replace("\n", " ")


def test_write_writes_every_file_and_leaves_others(tmp_path):
    folder = tmp_path / "new" / "vectors"
    assert run("write", str(folder)).exit_code == 0
    (folder / "mine.txt").write_text("mine", "utf-8")
    (folder / "rnn_dense.json").write_text("old", "utf-8")
    assert run("write", str(folder)).exit_code == 0
    found = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert found.pop("mine.txt") == b"mine"
    assert found == {**files()}


def test_where_nothing_can_be_written_nothing_is(tmp_path):
    (tmp_path / "file").write_text("a file", "utf-8")
    told = run("write", str(tmp_path / "file" / "vectors"))
    assert told.exit_code == 1
    assert told.stderr.replace("\n", "").endswith("name a folder that can be written to")
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(os.name == "nt", reason="a folder can be moved over there")
def test_a_fault_half_way_leaves_nothing_behind(tmp_path):
    (tmp_path / "vectors" / "softmax_dense.npz").mkdir(parents=True)
    assert run("write", str(tmp_path / "vectors")).exit_code == 1
    assert [file.name for file in (tmp_path / "vectors").iterdir()] == ["softmax_dense.npz"]
