"""Numbers in mkdocs.yml, where nobody computes them."""

from rnn_examples.publish import titles
from tests.conftest import ROOT


def test_a_number_in_the_name_or_the_navigation_is_typed(tmp_path):
    config = tmp_path / "mkdocs.yml"
    config.write_text(
        "site_name: At 0.4\nsite_description: >-\n  After 20 steps\nport: 8000\n"
        "nav:\n  - At 0.5: a0.6.md\n  - b.md\n"
        "  - 3 parts:\n      - At ½: c.md\n      - 1990: d.md\n",
        "utf-8",
    )
    assert [(fault.line, fault.column, fault.text[:5]) for fault in titles.faults(str(config))] == [
        (1, 12, "0.4 i"),
        (2, 19, "20 is"),
        (6, 5, "0.5 i"),
        (8, 5, "3 is "),
        (9, 9, "½ is "),
    ]
    assert list(titles.faults(str(ROOT / "mkdocs.yml"))) == []
