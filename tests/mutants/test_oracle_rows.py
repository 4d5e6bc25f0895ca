"""Each oracle finds a mistake that is planted in the model it judges."""

import pytest

from rnn_examples.worked_example.catalogue import load
from tests.mutants import oracle_rows
from tests.mutants.mutations import MUTATIONS

ROWS = oracle_rows.rows()


@pytest.mark.parametrize("name", ROWS)
def test_an_oracle_finds_a_listed_mutation_of_what_it_judges(name):
    examples = oracle_rows.judged(ROWS[name], load().examples)
    assert examples, f"no example is checked by the oracle {name}"
    found = (each for one in examples for each in oracle_rows.found_by(ROWS[name], one))
    listed = {each.what for one in examples for each in oracle_rows.mutations_of(one)}
    assert next(found, None), (
        f"the oracle {name} finds none of the mistakes in tests/mutants/mutations.toml that are "
        f"planted in what it judges ({listed or 'there is none'}): add one that it must find"
    )


def test_what_was_planted_is_gone_again():
    mutation = next(each for each in MUTATIONS if each.place == "models/rnn.py rnn_step")
    example = load().examples["encoder"]
    with oracle_rows.planted(mutation):
        assert example.with_presets({}).checks.faults
    assert not example.with_presets({}).checks.faults
