"""The attempts that need no copy of the project: every accident is caught."""

import pytest

from tests.attempts import on_a_page
from tests.attempts.attempt import Attempt, Result, result, table, total

PAGES = list(on_a_page.attempts())


@pytest.mark.parametrize(
    "page", PAGES, ids=[f"{n}: {page.attempt.place}" for n, page in enumerate(PAGES)]
)
def test_what_is_false_on_a_page_is_caught_unless_it_is_sabotage(page, tmp_path):
    assert bool(on_a_page.tried(page, tmp_path).by) != bool(page.attempt.sabotage)


def test_what_became_of_an_attempt_is_told():
    accident = Attempt("sentence", "a number\nthat is typed", "typed by hand")
    caught = result(accident, "build", ["another", "7 is typed by hand", "8 is typed by hand"])
    assert caught == Result(accident, "build", "7 is typed by hand")
    missed = result(accident, "build", ["another"])
    meant = Result(Attempt("sentence", "a word", sabotage="words are words"))
    assert table([caught, missed, meant]).split("\n") == [
        f"{'caught by build':18} {'sentence':28} a number that is typed",
        f"{'NOT CAUGHT':18} {'sentence':28} a number that is typed",
        f"{'sabotage':18} {'sentence':28} a word (words are words)",
    ]
    told = "3 attempts: 1 caught (1 by build), 1 not caught, 1 that are sabotage."
    assert total([caught, missed, meant]) == told
