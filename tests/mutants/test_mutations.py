"""The list of mutations, against the code as it is now."""

import pytest

from tests.conftest import ROOT
from tests.mutants import generated
from tests.mutants.mutations import MUTATIONS, PACKAGE, Mutation, misfits


def test_every_listed_fault_can_be_planted():
    assert list(misfits(ROOT, MUTATIONS)) == []


def test_the_list_is_long_and_says_everything_once():
    assert len(MUTATIONS) >= 40
    assert len({mutation.what for mutation in MUTATIONS}) == len(MUTATIONS)
    assert len({(mutation.file, mutation.code, mutation.instead) for mutation in MUTATIONS}) == len(
        MUTATIONS
    )


@pytest.mark.parametrize(
    ("code", "instead", "tests", "message"),
    [
        ("no such code", "1", "tests", "'no such code' stands 0 times in models/rnn.py"),
        ("h_prev", "1", "tests", "times in models/rnn.py; it has to stand there once"),
        ("W @ h_prev", "W @ @ h_prev", "tests", "invalid syntax"),
        ("W @ h_prev", "(W @ h_prev)", "tests", "changes nothing"),
        ("W @ h_prev", "h_prev @ W", "tests/nowhere.py", "there is no tests/nowhere.py"),
    ],
)
def test_a_fault_that_fits_no_longer_is_named(code, instead, tests, message):
    mutation = Mutation("a mutation", "models/rnn.py", code, instead, tests)
    (told,) = misfits(ROOT, (mutation,))
    assert told.startswith("the mutation 'a mutation'")
    assert message in told


def test_every_accepted_mutant_is_of_code_that_is_still_there():
    for group in generated.accepted():
        assert group.because
        assert group.mutants or group.kinds
        for place, change in group.mutants:
            module, _, function = place.partition(" ")
            source = (ROOT / PACKAGE / module).read_text("utf-8")
            assert f"def {function.rpartition('.')[2]}(" in source, place
            lines = " ".join(line.strip() for line in source.splitlines())
            assert change.partition(" => ")[0] in lines, change


def test_a_kind_is_accepted_wherever_it_stands_but_nothing_else_is():
    group = generated.Accepted(
        "", frozenset({("a.py f", "x => y")}), (("strict=True", "strict=1"),)
    )
    assert group.covers("a.py f", "x => y")
    assert not group.covers("a.py g", "x => y")
    twice = "zip(a, strict=True) + zip(b, strict=True)"
    assert group.covers("b.py", f"{twice} => zip(a, strict=True) + zip(b, strict=1)")
    assert group.covers("b.py", f"{twice} => zip(a, strict=1) + zip(b, strict=True)")
    assert not group.covers("b.py", f"{twice} => zip(a, strict=1) + zip(b, strict=1)")
    assert not group.covers("b.py", f"{twice} => {twice}")


def test_the_code_of_a_mutant_is_told_by_its_module_and_function():
    plain = generated.Mutant("rnn_examples.render.numbers.x_print_number__mutmut_7", "survived")
    assert (plain.module, plain.function) == ("render/numbers.py", "print_number")
    method = generated.Mutant("rnn_examples.trace.recorder.xǁRecorderǁadd__mutmut_12", "killed")
    assert (method.module, method.function) == ("trace/recorder.py", "Recorder.add")
    private = generated.Mutant("rnn_examples.trace.recording.x__add_name__mutmut_1", "killed")
    assert private.function == "_add_name"
