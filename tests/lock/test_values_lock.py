"""The values lock: what it holds, what counts as a change, and why it changed."""

import copy
import difflib
import re
from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_examples.lock.drift import Drift, drifts, markdown, merged, of_example
from rnn_examples.lock.values_lock import LOCK, LockError, current, read, write
from rnn_examples.pages.published import published
from rnn_examples.paths import DOCS
from rnn_examples.render.numbers import rounds_to
from rnn_examples.verification.check import changes


@pytest.fixture(scope="module")
def now():
    return current(DOCS)


@pytest.fixture
def before(now):
    return read(write(copy.deepcopy(now)))


def told(before, now):
    return {(f"{d.example}.{d.name}", d.before, d.after, d.cause) for d in drifts(before, now)}


def test_the_committed_lock_is_what_the_site_shows_now():
    assert [str(change.fault) for change in changes()] == []


def test_every_number_that_a_page_prints_is_in_it(now):
    assert len(published(DOCS).numbers) > 150
    for shown in published(DOCS).numbers:
        value = now[shown.example].values[shown.name]
        assert value.entries[shown.index, shown.spec][0] == shown.number.text
        assert shown.page in value.fields["shown on"].split(", ")


def test_a_claim_that_changed_is_a_change_of_its_page(tmp_path):
    page = tmp_path / "a.md"
    page.write_text("Now [[? it is *big* | encoder.h_1[0] > 0.4 ?]], [[? a | unchecked: b ?]].")
    before = current(tmp_path)
    assert drifts(read(write(before)), before) == []
    assert before["a.md"].values["claim_1"].printed == ["it is *big*", "encoder.h_1[0] > 0.4"]
    page.write_text("Now [[? it is *big* | encoder.h_1[0] > 0.3 ?]].")
    assert told(before, current(tmp_path)) == {
        ("a.md.code", before["a.md"].code, current(tmp_path)["a.md"].code, "code"),
        ("a.md.claim_1 line 2", "encoder.h_1[0] > 0.4", "encoder.h_1[0] > 0.3", "code"),
    }
    page.write_text("Now it is *big*.")
    assert ("a.md.claim_1 line 1", "it is *big*", "", "code") in told(before, current(tmp_path))


def test_a_new_example_adds_lines_and_moves_none():
    text = LOCK.read_text("utf-8")
    assert write(read(text)) == text
    for name in ("aa", "no", "notebook", "zz"):
        now = {name: read(text)["encoder"], **read(text)}
        lines = list(difflib.ndiff(text.split("\n"), write(now).split("\n")))
        assert "".join(line[0] for line in lines).strip().strip("+") == ""
        assert f"+ {name}" in lines
    assert list(read(text)) == list(read(write(dict(reversed(read(text).items())))))


def test_every_view_of_a_page_is_looked_through(tmp_path):
    text = "[[= encoder | plot | h_t =]]\n\n[[= encoder | table | h_t =]] [[= encoder | live =]]\n"
    text += "$[[= encoder.W | equation =]]$ [[= encoder.U | shape =]] [[= encoder.b | heat =]]"
    (tmp_path / "page.md").write_text(f"{text} \\[[= greedy.y_1 =]] [[= nobody.x =]]", "utf-8")
    found = {f"{shown.example}.{shown.name}" for shown in published(tmp_path).numbers}
    assert {"encoder.h_1", "encoder.h_2", "encoder.W", "encoder.b"} <= found
    assert not {"encoder.U", "greedy.y_1"} & found


def test_what_is_written_is_read_back_line_by_line(now):
    text = write(now)
    again = read(text)
    assert write(again) == text
    assert drifts(again, now) == []
    lines = text.split("\n")
    for example in again.values():
        for value in example.values.values():
            for (index, spec), n in value.lines.items():
                assert lines[n - 1].split()[0] == ("|" if value.printed else index or "value")
                assert spec in lines[n - 1]


def test_the_digits_are_those_that_every_processor_agrees_on(now):
    entries = [e for ex in now.values() for v in ex.values.values() for e in v.entries.values()]
    for text, digits in entries:
        assert len(re.sub(r"^-?0\.0*|e.*|[-.]", "", digits)) <= 12
        if digits:
            assert rounds_to(Fraction(digits), text)


@pytest.mark.parametrize(
    "line",
    [
        *("   h_1", "  h-1", "    [0] 0.4 ~ 0.5", "    made of x", "  given W", "      deep"),
        *("<<<<<<< HEAD", "=======", ">>>>>>> main"),
    ],
)
def test_a_line_that_is_none_is_refused_with_its_number(line):
    with pytest.raises(LockError, match=r"values\.lock:3:1: .* is no line of a lock"):
        read(f"encoder\n  code 12\n{line}\n")


def test_of_one_example_the_values_are_read_and_of_the_others_what_they_hand_over(now):
    text = write(now)
    whole, one = read(text), read(text, "greedy")
    assert one["greedy"] == whole["greedy"]
    assert one.keys() == whole.keys()
    assert (one["encoder"].given, one["encoder"].code) == (
        whole["encoder"].given,
        whole["encoder"].code,
    )
    assert not one["encoder"].values
    assert of_example(one, "greedy") == of_example(whole, "greedy")


@given(st.text(alphabet="encodr \n[]=≈0.1,h_madebyshowng\t#", max_size=80))
def test_no_text_makes_reading_fail_in_another_way(text):
    with suppress(LockError):
        read(text)


# Why.


def entry(lock, example, name, key):
    return lock[example].values[name].entries, (key, "")


def test_a_change_of_an_input_is_told_with_all_that_follows_from_it(before, now):
    before["encoder"].given["W"] = "0.4, -0.1, 0.0, 0.2"
    entries, key = entry(before, "encoder", "h_2", "[0]")
    entries[key] = ("0.8", "0.800000000001")
    entries, key = entry(before, "greedy", "s_1", "[1]")
    entries[key] = ("0.7", "0.700000000001")
    assert told(before, now) == {
        ("encoder.given W", "0.4, -0.1, 0.0, 0.2", "0.3, -0.1, 0.0, 0.2", "input"),
        ("encoder.h_2[0]", "0.8", "0.79253", "input W"),
        ("greedy.s_1[1]", "0.7", "0.83096", "input s_0, handed over as encoder.h_2"),
    }


def test_a_change_of_the_code_is_told(before, now):
    before["encoder"].code = "0" * 8
    before["encoder"].values["h_1"].fields["made by"] = "np.tan(a_t)"
    entries, key = entry(before, "encoder", "h_1", "[1]")
    entries[key] = ("0.7", "0.700000000001")
    assert told(before, now) == {
        ("encoder.code", "0" * 8, now["encoder"].code, "code"),
        ("encoder.h_1[1]", "0.7", "0.60437", "code"),
        ("encoder.h_1 made by", "np.tan(a_t)", "np.tanh(a_t)", "code"),
    }


def test_a_change_of_neither_is_the_librarys(before, now):
    entries, key = entry(before, "encoder", "h_1", "[1]")
    entries[key] = ("0.60437", "0.604367777120")
    assert told(before, now) == {
        ("encoder.h_1[1]", "0.60437 ≈ 0.604367777120", "0.60437 ≈ 0.604367777117", "library")
    }


def test_a_change_of_the_format_alone_is_told(before, now):
    entries, key = entry(before, "encoder", "h_1", "[1]")
    entries[key] = ("0.604", entries[key][1])
    entries, key = entry(before, "encoder", "W", "[0,0]")
    entries[key] = ("0.30", "")
    assert told(before, now) == {
        ("encoder.h_1[1]", "0.604", "0.60437", "format"),
        ("encoder.W[0,0]", "0.30", "0.3", "format"),
    }


def test_an_exact_number_may_not_change_at_all(before, now):
    entries, key = entry(before, "encoder", "W", "[0,0]")
    entries[key] = ("0.2", "")
    assert told(before, now) == {("encoder.W[0,0]", "0.2", "0.3", "library")}


def test_what_a_page_shows_no_more_and_what_it_shows_now_are_told(before, now):
    before["encoder"].values["h_9"] = copy.deepcopy(before["encoder"].values["h_2"])
    del before["encoder"].values["h_1"]
    before["encoder"].values["h_2"].fields["shown on"] = "index.md"
    assert told(before, now) == {
        ("encoder.h_9[0]", "0.79253", "", "page"),
        ("encoder.h_9[1]", "0.90885", "", "page"),
        ("encoder.h_1[0]", "", "0.46212", "page"),
        ("encoder.h_1[1]", "", "0.60437", "page"),
        ("encoder.h_9[0] | .2f", "0.79", "", "page"),
        ("encoder.h_9[1] | .2f", "0.91", "", "page"),
        ("encoder.h_1[0] | .2f", "", "0.46", "page"),
        ("encoder.h_1[1] | .2f", "", "0.60", "page"),
        (
            "encoder.h_2 shown on",
            "index.md",
            "bptt.md, contributing/architecture.md, rnn-theory.md, rtrl.md",
            "page",
        ),
    }


def test_another_oracle_is_told(before, now):
    before["encoder"].values["h_2"].fields["checked by"] = "hope"
    assert told(before, now) == {("encoder.h_2 checked by", "hope", "mpmath, 50 digits", "oracle")}


def test_the_last_digit_may_differ_by_one_and_stays_as_it_was(before, now):
    entries, key = entry(before, "encoder", "h_1", "[1]")
    entries[key] = ("0.60437", "0.604367777118")
    assert told(before, now) == set()
    assert "0.60437 ≈ 0.604367777118" in write(merged(before, copy.deepcopy(now)))


def test_a_token_does_not_change_by_one(before, now):
    entries, key = entry(before, "greedy", "y_1", "")
    entries[key] = ("0", "")
    assert told(before, now) == {("greedy.y_1", "0", "1", "library")}


def test_one_example_is_compared_alone(before, now):
    entries, key = entry(before, "encoder", "h_1", "[1]")
    entries[key] = ("0.7", "0.700000000001")
    assert drifts(of_example(before, "greedy"), current(DOCS, "greedy")) == []
    assert len(drifts(of_example(before, "encoder"), current(DOCS, "encoder"))) == 1


def test_a_drift_is_a_fault_at_its_line_of_the_lock():
    drift = Drift("encoder", "h_1[0]", "0.4", "0.5", "input W", 17)
    assert str(drift.fault).endswith(
        "values.lock:17:1: encoder.h_1[0] was 0.4, is 0.5 (input W); "
        "if that is meant: rnn-examples accept"
    )
    new, gone = Drift("e", "h", "", "1", "page"), Drift("e", "h", "1", "", "page")
    assert "e.h is new: 1 (page)" in new.fault.text
    assert "e.h was 1, is gone (page)" in gone.fault.text


def test_markdown_has_a_table_for_each_example_and_nothing_else_is_markup():
    changed = [
        Drift("a", "h_1[0] | .3f", "1", "2", "code"),
        Drift("b", "x made by", "", "a < b*c", "page"),
    ]
    assert markdown(changed).split("\n") == [
        "2 changes of published values",
        "",
        "### a",
        "",
        "| value | before | now | cause |",
        "| --- | --- | --- | --- |",
        r"| h\_1\[0\] \| .3f | 1 | 2 | code |",
        "",
        "### b",
        "",
        "| value | before | now | cause |",
        "| --- | --- | --- | --- |",
        r"| x made by | — | a \< b\*c | page |",
        "",
    ]
    assert markdown([]) == "No published number changed.\n"


@pytest.mark.parametrize(
    ("true", "text", "is_right"),
    [
        ("0.462117", "0.46212", True),
        ("0.462115", "0.46212", True),
        ("0.462115", "0.46211", True),
        ("0.462117", "0.46211", False),
        ("0.00032046", "3.2046e-04", True),
        ("0.00032046", "3.2047e-04", False),
        ("2", "2", True),
        ("2", "3", False),
    ],
)
def test_a_rounding_is_right_to_half_a_unit(true, text, is_right):
    assert rounds_to(Fraction(true), text) is is_right
