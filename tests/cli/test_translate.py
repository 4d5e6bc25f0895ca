"""`rnn-examples translate`."""

import json

from typer.testing import CliRunner

from rnn_examples.cli import app


def run(*arguments, **options):
    return CliRunner().invoke(app, ["translate", *arguments], **options)


def test_one_sentence():
    done = run("The girl eats an apple.")
    assert (done.exit_code, done.stdout) == (0, "लड़की सेब खाती है।\n")


def test_a_beam_shows_the_others_with_their_scores():
    done = run("the boy ate bread", "--beam", "3")
    first, *others = done.stdout.splitlines()
    assert first == "लड़के ने रोटी खाई।"
    assert len(others) == 3
    assert others[0].endswith(first)


def test_bad_lines_are_reported_with_their_number_and_the_rest_goes_on():
    done = run(input="the boy runs\nthe gril runs\n\nthe girl runs\n")
    assert done.exit_code == 1
    assert done.stdout == "लड़का दौड़ता है।\nलड़की दौड़ती है।\n"
    assert done.stderr.startswith("line 2: word 2, “gril”, is not in the vocabulary: did you mean")


def test_a_file_as_json(tmp_path):
    file = tmp_path / "sentences"
    file.write_bytes(b"the boy runs\n\xff\xfe\n")
    done = run("--file", str(file), "--json")
    right, wrong = map(json.loads, done.stdout.splitlines())
    assert right["hindi"] == "लड़का दौड़ता है।"
    assert wrong["line"] == 2
    assert "refused" in wrong
    assert done.exit_code == 1


def test_an_unknown_model():
    done = run("the boy runs", "--model", "transformer")
    assert done.exit_code == 1
    assert "there are rnn, lstm, gru, attention" in done.stderr
