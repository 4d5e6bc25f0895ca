"""Which panels have a player: those on whose page it marks something."""

import pytest

from tests.pages.conversion import convert

PANEL = "[[= encoder | live =]]"


def steps(html: str) -> list[str]:
    """What each player of a page plays."""
    return [part.partition('"')[0] for part in html.split(' data-steps="')[1:]]


@pytest.mark.parametrize(
    "shown",
    [
        "[[= encoder.h_1 | derivation =]]",
        "[[= encoder | plot | h_t =]]",
        "[[= encoder | table | h_t =]]",
        "[[= encoder | heat | h_t =]]",
    ],
)
def test_a_panel_plays_what_its_page_shows_step_by_step(shown):
    assert steps(convert(f"{PANEL}\n\n{shown}")) == ["encoder:1 encoder:2"]


@pytest.mark.parametrize(
    "shown",
    ["", "[[= encoder.W | heat =]]", "[[= greedy.s_1 | derivation =]]", "[[= encoder.h_1 =]]"],
)
def test_where_there_is_nothing_to_play_there_is_no_player(shown):
    assert steps(convert(f"{PANEL}\n\n{shown}")) == []


def test_a_network_has_the_only_player_of_its_examples():
    page = f"{PANEL}\n\n[[= encoder greedy | network =]]\n\n[[= encoder.h_1 | derivation =]]"
    assert steps(convert(page)) == ["encoder:1 encoder:2 greedy:1 greedy:2 greedy:3"]
    forced = f"{page}\n\n[[= teacher_forced | live =]]\n\n[[= teacher_forced | table | y_t =]]"
    assert steps(convert(forced))[1] == "teacher_forced:1 teacher_forced:2 teacher_forced:3"


def test_of_two_panels_of_an_example_the_last_has_the_player():
    html = convert(f"{PANEL}\n\n[[= encoder.h_1 | derivation =]]\n\n[[= encoder | live | x =]]")
    assert len(steps(html)) == 1
    assert 'class="live-player"' in html.rpartition("<form")[2]


def test_a_panel_that_holds_a_network_of_another_example_has_no_player_of_its_own():
    page = (
        "[[= teacher_forced | live =]]\n[[= greedy | network =]]\n\n[[= teacher_forced | table =]]"
    )
    assert steps(convert(page)) == ["greedy:1 greedy:2 greedy:3"]
