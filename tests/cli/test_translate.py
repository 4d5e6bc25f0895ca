"""`rnn-examples translate`."""

import io
import json

import pytest
from typer.testing import CliRunner

from rnn_examples.cli import app, translate
from rnn_examples.translator import experiments, weights
from rnn_examples.translator.splits import SEED, corpus
from rnn_examples.translator.tokens import hindi_text


def run(*arguments, **options):
    return CliRunner().invoke(app, ["translate", *arguments], **options)


def test_one_sentence():
    done = run("The girl eats an apple.")
    assert (done.exit_code, done.stdout) == (0, "लड़की सेब खाती है।\n")


def test_one_sentence_outside_the_grammar():
    for sentence in ("the gril runs", "", "the boy"):
        done = run(sentence)
        assert (done.exit_code, done.stdout) == (1, "")
        assert "did you mean" in done.stderr or "is not finished" in done.stderr
        assert "line" not in done.stderr


def test_a_beam_shows_the_others_with_their_scores():
    done = run("the boy ate bread", "--beam", "3")
    first, *others = done.stdout.splitlines()
    assert first == "लड़के ने रोटी खाई।"
    assert len(others) == 3
    assert others[0].endswith(first)


def test_words_are_romanised_glossed_and_described():
    done = run("the girls ate two mangoes", "--words")
    lines = done.stdout.splitlines()
    assert lines[0] == "लड़कियों ने दो आम खाए।"
    assert lines[1].split() == ["word", "spoken", "English", "form"]
    assert lines[2].split() == ["लड़कियों", "laṛkiyõ", "girls", "feminine", "plural", "oblique"]
    assert "by rule" not in done.stderr


def test_below_a_wrong_translation_stands_the_right_one():
    """A sentence of the tests, which the simplest network gets wrong."""
    wrong = experiments.record()["rnn"]["random"]["wrong"]
    place = int(next(iter(wrong)))
    pair = corpus(SEED, {"random": place + 1})["random"][place]
    done = run(" ".join(pair.english), "--model", "rnn", "--words")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == hindi_text(wrong[str(place)].split())
    assert done.stderr == f"by rule: {hindi_text(pair.hindi)}\n"


def test_bad_lines_are_reported_with_line_and_column_and_the_rest_goes_on():
    done = run(input="the boy runs\nthe gril runs\n\nthe girl runs\n  the girl run\n")
    assert done.exit_code == 1
    assert done.stdout == "लड़का दौड़ता है।\nलड़की दौड़ती है।\n"
    first, second = done.stderr.splitlines()
    assert first.startswith(
        "line 2, column 5: word 2, “gril”, is not in the vocabulary: did you mean"
    )
    assert second.startswith("line 5, column 12: word 3, “run”, does not fit")


def test_a_file_as_json(tmp_path):
    file = tmp_path / "sentences"
    file.write_bytes(b"the boy runs\n\xff\xfe\n")
    done = run("--file", str(file), "--json")
    right, wrong = map(json.loads, done.stdout.splitlines())
    assert right["hindi"] == "लड़का दौड़ता है।"
    assert right["is_right"]
    assert right["words"][1] == {
        "text": "दौड़ता",
        "roman": "dauṛtā",
        "gloss": "run",
        "form": "masculine singular",
    }
    assert [candidate["hindi"] for candidate in right["candidates"]] == [right["hindi"]]
    assert (wrong["line"], wrong["column"]) == (2, 1)
    assert "refused" in wrong
    assert done.exit_code == 1


def test_bytes_that_are_no_text_are_refused():
    done = run(input=b"the boy runs\n\xff\x00\x1b[31m\nthe girl runs\n")
    assert done.stdout == "लड़का दौड़ता है।\nलड़की दौड़ती है।\n"
    assert done.stderr.startswith("line 2, column 1: word 1, “���[31m”")


def test_each_line_is_answered_before_the_next_is_read(monkeypatch):
    written = io.StringIO()

    def lines():
        yield "the boy runs\n"
        assert written.getvalue() == "लड़का दौड़ता है।\n"
        yield "the girl runs\n"

    monkeypatch.setattr("sys.stdout", written)
    trained = weights.load(weights.file_of("attention"))
    assert translate.answer(trained, lines(), 1, is_many=True, words=False, as_json=False) == 0


def test_progress_is_shown_where_only_the_messages_are_on_the_terminal(monkeypatch):
    shown = io.StringIO()
    monkeypatch.setattr(shown, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stderr", shown)
    monkeypatch.setattr("sys.stdout", io.StringIO())
    console = type(translate.err)(file=shown, force_terminal=True, width=80)
    monkeypatch.setattr(translate, "err", console)
    assert list(translate.counted(["a\n", "b\n"], 4)) == ["a\n", "b\n"]
    assert "2 lines" in shown.getvalue()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["the boy runs", "--model", "transformer"], "there are rnn, lstm, gru, attention"),
        (["--file", "no such file"], "does not exist"),
        (["the boy runs", "--file", __file__], "give one"),
        (["the boy runs", "--beam", "0"], "--beam"),
    ],
)
def test_what_cannot_be_done_is_said(arguments, said):
    done = run(*arguments)
    assert done.exit_code in (1, 2)
    assert said in " ".join(done.stderr.replace("│", " ").split())
