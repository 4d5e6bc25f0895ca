"""Honest sentences with numbers, as people write them: how many the ledger accuses."""

from pathlib import Path

from tests.pages.conversion import faults_of

SENTENCES = Path(__file__).with_name("honest.md").read_text("utf-8").splitlines()

ACCUSED = [
    "The network has 2 layers.",
    "The probability is between 0 and 1.",
    "Probabilities add up to 1.",
    "It costs 5 euros.",
]
"""Sizes and bounds, which a page declares; numbers that may as well be results."""


def test_few_honest_sentences_are_accused(tmp_path: Path) -> None:
    faults = faults_of("\n\n".join(SENTENCES), tmp_path)
    lines = sorted({int(fault.split(":")[1]) for fault in faults})
    accused = [SENTENCES[(line - 1) // 2] for line in lines]
    assert len(SENTENCES) == 200
    assert accused == ACCUSED
