"""Docstrings and comments of the package measure nothing: such a number goes stale."""

import pytest

from rnn_examples.ledger.measured import faults
from rnn_examples.pages.addresses import modules


def found(tmp_path, text):
    file = tmp_path / "module.py"
    file.write_text(text, "utf-8")
    return [str(fault).replace(str(file), "module.py") for fault in faults([file])]


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ('"""Compile it: this takes 46 ms."""', "46 ms"),
        ('"""It takes 0.5 s a page."""', "0.5 s"),
        ('"""It takes 2–3 seconds."""', "2–3 seconds"),
        ('"""A script of 113 KB."""', "113 KB"),
        ('def f():\n    """Read all 126 pages."""', "126 pages"),
        ('X = 1\n"""One of 24\nmodules."""', "24 modules"),
        ("x = 1  # of 1,000 tests", "1,000 tests"),
    ],
)
def test_a_number_that_goes_stale_is_a_fault(tmp_path, text, measured):
    (fault,) = found(tmp_path, text)
    assert f": {measured!r} goes stale: nobody computes it here; say it without" in fault


def test_it_is_told_at_its_place(tmp_path):
    (fault,) = found(tmp_path, '"""Compile it.\n\nThis takes 46 ms.\n"""\n')
    assert fault.startswith("module.py:3:12: ")


@pytest.mark.parametrize(
    "text",
    [
        '"""Elman (1990), equations 10.8 to 10.11; 10 % of y, 0.5, h_1, page.md:3:7."""',
        '"""Two seconds; version 2 of pages; x_1 s."""',
        'x = f"{n} lines: 46 ms"',
        "x = 46  # ms",
        "def (",
    ],
)
def test_other_numbers_are_left_alone(tmp_path, text):
    assert found(tmp_path, text) == []


def test_the_package_measures_nothing():
    assert list(faults(modules())) == []
