"""`rnn-examples train`: a short training, stopped and gone on with."""

import os
import signal

import pytest
from typer.testing import CliRunner

from rnn_examples.cli import app
from rnn_examples.cli import train as command
from rnn_examples.translator import experiments, recipes, splits, weights
from rnn_examples.translator.training import Recipe

SHORT = Recipe("gru", hidden=5, embedding=4, epochs=2, batch=16, warm_up=3)


@pytest.fixture
def short(monkeypatch, tmp_path):
    """Few sentences, a small network, and a place for a run that was stopped."""
    monkeypatch.setattr(recipes, "RECIPES", {"gru": SHORT})
    monkeypatch.setattr(splits, "SIZES", {"training": 200, "validation": 20, "random": 10})
    monkeypatch.setattr(command, "SAVED", tmp_path / "saved")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(app, ["train", *arguments])


def trained(folder):
    folder.mkdir()
    done = run("--folder", str(folder))
    assert (done.exit_code, "gru: kept after epoch" in done.stdout) == (0, True)
    return (folder / "gru.weights").read_bytes()


def test_a_run_that_ctrl_c_stopped_goes_on_to_the_same_bytes(short, monkeypatch):
    whole = trained(short / "whole")
    assert weights.load(short / "whole" / "gru.weights").sizes.hidden == SHORT.hidden

    def press(name, moment):
        if moment.step == 5:
            os.kill(os.getpid(), signal.SIGINT)

    with monkeypatch.context() as pressed:
        pressed.setattr(command, "log", press)
        done = run("--folder", str(short))
    assert done.exit_code == 130
    assert "the same command goes on from here" in done.stderr
    assert not (short / "gru.weights").exists()
    assert (short / "saved" / "gru.npz").exists()
    assert trained(short / "again") == whole
    assert not (short / "saved" / "gru.npz").exists()


def test_an_unknown_model():
    done = run("transformer")
    assert done.exit_code == 1
    assert "there are rnn, lstm, gru, attention" in done.stderr


def test_figures_of_weights_that_are_out_of_date_are_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(splits, "SIZES", {"training": 20, "validation": 5, "random": 5})
    monkeypatch.setattr(experiments, "RECORD", tmp_path / "experiments.json")
    done = run("--experiments")
    assert done.exit_code == 1
    assert done.stderr.endswith("stale: run make train (rnn)\n")
    assert not (tmp_path / "experiments.json").exists()
