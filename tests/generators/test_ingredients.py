"""What a page is made of."""

import pytest

from rnn_examples.generators.ingredients import named


def test_the_examples_that_pages_name_are_found_in_tokens_and_claims():
    pages = {
        "one.md": "[[= encoder.h_1 =]], and [[? it grows | bptt.dW.shape == bptt.W.shape ?]]",
        "two.md": "[[= greedy teacher_forced | network =]], and example.com",
    }
    found = named(pages)
    assert {"encoder", "bptt", "greedy", "teacher_forced"} <= found
    assert found.isdisjoint(("lstm", "W", "dW"))
    assert named({"three.md": "Text."}) == frozenset()


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("notebooks/one.py", "# %%\nprint(1)\n"),
        ("values.md", "[[= published | index =]]"),
        ("package.md", "::: rnn_examples.models.rnn\n"),
    ],
)
def test_some_pages_may_show_any_example(page, text):
    assert named({"one.md": "[[= encoder.h_1 =]]", page: text}) is None
