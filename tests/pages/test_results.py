"""Results beside a panel's inputs: what stands below its token, in the same paragraph."""

import re

import pytest

from tests.pages.conversion import convert, faults_of

PANEL = "[[= encoder | live | x =]]"


def beside(page: str) -> str:
    """What a panel has beside its inputs."""
    form = convert(page).partition('<form class="live"')[2].partition("</form>")[0]
    return form.partition('<div class="live-results">')[2].partition('<p class="live-problem"')[0]


def test_a_panel_alone_has_no_results():
    assert beside(PANEL) == "</div></div>"


def test_the_words_behind_an_input_stand_at_its_field():
    html = convert('[[= encoder | live | x "the words", b =]]')
    assert "<legend><var>x</var> <span>the words</span></legend>" in html
    assert "<legend><var>b</var></legend>" in html


def test_a_view_below_a_panel_stands_in_it():
    results = beside(f"{PANEL}\n[[= encoder | heat | h_t =]]")
    assert 'data-value="encoder.h_2[1]"' in results
    assert "<p>" not in results.partition("</figure>")[0]


def test_text_numbers_and_words_stand_in_it_between_views():
    written = "It ends at [[= encoder.h_2[0] =]]\nand writes **[[= greedy.y_1 | word =]]**:"
    results = beside(f"{PANEL}\n{written}\n[[= encoder | network =]]\nIn the end.")
    before, figure, behind = results.partition("<figure")
    assert 'data-value="encoder.h_2[0]"' in before
    assert before.count("<p>") == 1
    assert '<strong><span class="word" data-word="greedy.y_1"' in before
    assert "In the end.</p>" in (figure + behind).partition("</figure>")[2]


def test_the_network_in_a_panel_keeps_its_player_and_the_panel_has_none():
    html = convert("[[= encoder | live =]]\n[[= encoder | network =]]\n\n[[= encoder | table =]]")
    assert html.count('class="live-player"') == 1
    assert 'class="live-player"' in html.partition("<figure")[2].partition("</figure>")[0]


@pytest.mark.parametrize("view", ["heat | h_t", "table", "plot | h_t", "network"])
def test_a_paragraph_without_a_panel_at_its_head_takes_no_views(view, tmp_path):
    (fault,) = faults_of(f"Text\n[[= encoder | {view} =]]", tmp_path)
    assert fault.endswith("needs a paragraph of its own")


def test_what_follows_a_panel_in_the_next_paragraph_is_none_of_its_results():
    assert beside(f"{PANEL}\n\n[[= encoder | network =]]") == "</div></div>"


def test_two_panels_of_the_same_inputs_have_labels_of_their_own():
    html = convert(f"{PANEL}\n\n{PANEL}\n\n[[= encoder | live =]]")
    labels = re.findall(r'<form class="live"[^>]* aria-label="([^"]*)"', html)
    assert labels == [
        "Change x of encoder",
        "Change x of encoder, again",
        "Change the inputs of encoder",
    ]
