"""Claims on a page: their phrases are marked, and the page brings their conditions along."""

import json
import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from rnn_examples.render.graph import unpacked
from rnn_examples.verification import recompute
from tests.pages.conversion import convert, converter, faults_of


def made(text, folder):
    path = folder / "page.md"
    path.write_text(text, "utf-8")
    assert faults_of(text, folder) == []
    return converter(path).convert(text)


def graphs(html):
    template = LexborHTMLParser(html).css_first("template.graphs")
    text = "".join(part.text() for part in template.template_fragments())
    return json.loads(text)


def test_a_phrase_is_marked_and_its_condition_is_gone(tmp_path):
    text = "Now [[? **both** entries\nof it are *positive* | all(encoder.h_1 > 0) ?]]."
    html = made(text, tmp_path)
    assert (
        '<p>Now <span class="claim" data-claim="claim 1"><strong>both</strong> entries\n'
        "of it are <em>positive</em></span>.</p>"
    ) in html


def test_the_page_brings_the_condition_along_for_its_reader(tmp_path):
    text = "[[? $h_1$ is *below* [[= encoder.h_2[0] =]] | encoder.h_1[0] < encoder.h_2[0] ?]]"
    found = graphs(made(text, tmp_path))
    claim = found["claim 1"]
    assert claim["values"] == ["encoder.h_1", "encoder.h_2"]
    assert re.fullmatch(r"h ?1 is below 0\.79253", claim["text"])
    values = recompute.run({name: unpacked(graph) for name, graph in found.items()})
    assert values["claim 1"][-1].item() is True
    found["encoder"]["nodes"][0]["value"] = [-9.0] * len(found["encoder"]["nodes"][0]["value"])
    values = recompute.run({name: unpacked(graph) for name, graph in found.items()})
    assert values["claim 1"][-1].item() is False


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("- item [[? a b | {} ?]]", r'<li>item <span class="claim"[^>]*>a b</span></li>'),
        ("!!! note\n\n    [[? a b | {} ?]]", r'<p><span class="claim"[^>]*>a b</span></p>'),
        (
            "| x | y |\n| --- | --- |\n| [[? a $|b|$ | {} ?]] | c |",
            r'<td><span class="claim"[^>]*>a <span class="math">.*</span></td>\s*<td>c</td>',
        ),
        ("$[[? a > b | {} ?]]$", r'<span class="claim"[^>]*><span class="math">'),
        ("$$\na [[? > b | {} ?]]\n$$", r'<div class="claim"[^>]*><div class="math"'),
        ("## A [[? b | {} ?]]", r'<h2 id="a-b">A <span class="claim"[^>]*>b</span>'),
        ("> [[? a\n> b | {} ?]] c", r'<p><span class="claim"[^>]*>a\s+b</span>\s+c</p>'),
    ],
)
def test_a_claim_stands_wherever_text_does(text, mark, tmp_path):
    html = made(text.format("encoder.h_1[0] > 0"), tmp_path)
    assert re.search(mark, html, re.S), html[:2000]


def test_a_phrase_without_a_condition_is_plain_text(tmp_path):
    assert "<p>a b c</p>" in made("a [[? b | unchecked: it is a name ?]] c", tmp_path)


def test_an_escaped_one_is_shown_as_it_is_written():
    html = convert(r"Write `\[[? phrase | condition ?]]` or \[[? it.")
    assert "<code>[[? phrase | condition ?]]</code>" in html
    assert "or [[? it.</p>" in html


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "One.\n\nTwo [[= encoder.h_1[0] =]] [[? it\nis *big* | encoder.h_1[0]\n> 2 ?]] here.",
            'page.md:3:28: "it is *big*" is false now: encoder.h_1[0] = 0.46212',
        ),
        (
            "[[? a | encoder.h_1[0] > 0 ?]] [[? b [[= encoder.h_1[0] =]] | encoder.W[0, 0] < 0 ?]]",
            'page.md:1:32: "b [[= encoder.h_1[0] =]]" is false now: encoder.W[0, 0] = 0.3',
        ),
        (
            "$$ [[? a < b | encoder.h_1[0] < 0 ?]] $$",
            'page.md:1:4: "a < b" is false now: encoder.h_1[0] = 0.46212',
        ),
        (
            "[[? a | encoder.h_1[0] == tanh(encoder.a_1[0]) ?]]",
            'page.md:1:1: "a" is decided by rounding alone: encoder.h_1[0] = 0.46212, tanh(',
        ),
        ("a [[? b | encoder.h_9 > 0 ?]]", "page.md:1:3: no value named 'encoder.h_9'"),
        ("a [[? b\n\nc | encoder.h_1[0] > 0 ?]]", "page.md:1:3: [[? without | and ?]] in its para"),
        ("a [[? b ?]]", "page.md:1:3: [[? without | and ?]] in its paragraph; write \\[[? for the"),
        ("---\ntitle: T\n---\n\na [[? b | 1 > 0 ?]]", "page.md:5:3: '1 > 0' speaks of no value"),
    ],
)
def test_what_is_wrong_is_told_where_the_claim_begins(text, told, tmp_path):
    front, _, body = text.rpartition("---\n") if text.startswith("---") else ("", "", text)
    faults = faults_of(body, tmp_path, front and front + "---\n")
    assert [fault for fault in faults if fault.startswith(told)] != [], faults


def test_lines_behind_a_long_condition_keep_their_numbers(tmp_path):
    text = "[[? a b |\nencoder.h_1[0]\n>\n0 ?]] c\nd [[= encoder.h_9 =]]"
    (fault,) = faults_of(text, tmp_path)
    assert fault.startswith("page.md:5:3: no value named 'encoder.h_9'")


def test_numbers_of_a_condition_are_not_typed_by_hand(tmp_path):
    text = "[[? a | encoder.h_1[0] < 7 ?]] and 7 apples"
    (fault,) = faults_of(text, tmp_path)
    assert fault.startswith("page.md:1:36: 7 is typed by hand")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("a [[? b c\n| {}\nand {}\nand {} ?]], d", r"<p>a <span [^>]*>b\s+c</span>, d</p>"),
        ("!!! note\n\n    a [[? b c\n    | {}\n    and {} ?]], d", r"b\s+c</span>, d</p>\s*</div>"),
        (
            "??? note\n    a [[? b\n    c\n    | {}\n    and {} ?]], d",
            r"b\s+c</span>, d</p>\s*</det",
        ),
        ("> a [[? b\n> c\n> | {} ?]], d", r"<p>a <span [^>]*>b\s+c</span>, d</p>"),
        ("> a [[? b c\n> | {} ?]], d", r"<blockquote>\s*<p>a <span [^>]*>b\s+c</span>, d</p>"),
        ("- a [[? b `c d`\n  | {}\n  and {} ?]], d", r"b\s+<code>c d</code></span>, d</li>"),
        (
            "[[? a [b c](x.md#y-2 'z z')\n| {} ?]], d",
            r'a\s+<a href="x.md#y-2"[^>]*>b c</a></span>,',
        ),
        ("[[? b $x + y$\n| {}\nand {} ?]], d", r'<p><span [^>]*>b\s+<span class="math">'),
    ],
)
def test_a_condition_of_several_lines_breaks_no_paragraph(text, mark, tmp_path):
    html = made(text.replace("{}", "encoder.h_1[0] > 0"), tmp_path)
    assert re.search(mark, html, re.S), html[:2000]


def test_numbers_of_a_condition_of_several_lines_are_no_typed_ones(tmp_path):
    text = "[[? a b\n| encoder.h_1[0]\n< 7 ?]] and 7 apples"
    (fault,) = faults_of(text, tmp_path)
    assert fault.startswith("page.md:3:13: 7 is typed by hand")
