"""What the text of a notebook may hold."""

from rnn_examples.authoring.cells import faults


def test_tokens_and_claims_are_no_text_of_a_notebook(tmp_path):
    path = tmp_path / "one.py"
    path.write_text(
        "# %% [markdown]\n# A [[= encoder.h_1 =]].\n# [[? B | c ?]]\n# %%\n1\n", "utf-8"
    )
    token, claim = map(str, faults(path))
    assert token.endswith(
        "one.py:2:5: a notebook shows what it computes: print the value in a cell"
    )
    assert "one.py:3:3: a notebook shows what it computes: assert the condition in a cell" in claim
