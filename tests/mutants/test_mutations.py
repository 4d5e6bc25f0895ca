"""The lists of mutations, against the code as it is now."""

import ast

import pytest

from tests.conftest import ROOT
from tests.mutants import generated
from tests.mutants.mutations import MUTATIONS, Mutation, misfits
from tests.mutants.patterns import named, replaced


def test_every_listed_mutation_can_be_planted():
    assert list(misfits(ROOT, MUTATIONS)) == []


def test_the_list_is_long_and_says_everything_once():
    assert len(MUTATIONS) >= 116
    assert len({mutation.what for mutation in MUTATIONS}) == len(MUTATIONS)
    assert len({(mutation.place, mutation.change) for mutation in MUTATIONS}) == len(MUTATIONS)


@pytest.mark.parametrize(
    ("place", "change", "tests", "message"),
    [
        ("rnn_step", "no_such($code) => 1", "tests", "'no_such($code)' occurs 0 times"),
        ("rnn_step", "$W @ $h => 1", "tests", "2 times; it has to occur there once"),
        ("no_such_step", "$W @ $h => 1", "tests", "there is no no_such_step"),
        ("rnn_step", "$a + $b => $a @ @ $b", "tests", "invalid syntax"),
        ("rnn_step", "$a + b => ($a + b)", "tests", "changes nothing"),
        ("rnn_step", "$a + b => $a + d", "tests", "there is no d to be used in '$a + d'"),
        ("rnn_step", "$a + b => $a", "tests/nowhere.py", "there is no tests/nowhere.py"),
    ],
)
def test_a_mutation_that_fits_no_longer_is_named(place, change, tests, message):
    mutation = Mutation("a mutation", f"models/rnn.py {place}", change, (tests,))
    (told,) = misfits(ROOT, (mutation,))
    assert told.startswith("the mutation 'a mutation'")
    assert message in told


SOURCE = """
def other(W, h):
    return W @ h

TABLE = {"é": "greater"}

class Cell:
    def step(self, W, h):
        scale = f"{int(h)}é"
        for x in h: h = W @ x  # read
        return Step(a=W @ h, h=(1 -
            h) * h, s=scale)
"""


@pytest.mark.parametrize(
    ("within", "code", "instead", "planted"),
    [
        ("Cell.step", "a=$W @ $h", "a=$h @ $W", "Step(a = h @ W, h=(1 -"),
        ("Cell.step", "$W @ $x", "$x @ $W", None),  # twice
        ("Cell.step", "(1 - $h) * $h", "$h", "h=(h), s=scale)"),
        ("Cell.step", "1 - $h", "$h + 1", "h=((h + 1)) * h"),
        ("Cell.step", "int($h)", "abs(int($h))", "scale = (f'{abs(int(h))}é')"),
        ("Cell.step", "for $x in $h: $...", "for $x in $h[1:]: $...", "for x in h[1:]:\n"),
        ("Cell.step", "$x in $h", "$h", None),  # a comparison, as there is none
        ("TABLE", "'greater'", "'less'", "TABLE = {\"é\": ('less')}"),
        ("other", "$W @ $h", "$W += $h", None),  # no statement
        ("other", "return $product", "return -$product", "return -(W @ h)\n"),
    ],
)
def test_code_is_found_by_its_form_and_replaced(within, code, instead, planted):
    if planted is None:
        with pytest.raises(ValueError, match=r"occurs \d times"):
            replaced(SOURCE, within, code, instead)
        return
    found = replaced(SOURCE, within, code, instead)
    assert planted in found
    changed = [name for name in ("other", "TABLE", "Cell.step") if named(ast.parse(found), name)]
    assert changed == ["other", "TABLE", "Cell.step"]
    for name in {"other", "TABLE", "Cell.step"} - {within}:
        assert dumped(found, name) == dumped(SOURCE, name)


def dumped(source, name):
    return ast.dump(named(ast.parse(source), name))


def test_code_is_found_after_renaming_moving_and_reformatting():
    moved = """
class Cell:
    def step(self, weights, state):
        return Step(a=(weights
            @ state), h=state)
"""
    assert "a = state @ weights" in replaced(moved, "Cell.step", "a=$W @ $h", "a=$h @ $W")


def test_every_accepted_mutant_is_of_code_that_is_still_there():
    for group in generated.accepted():
        assert group.because
        assert group.mutations or group.kinds
        assert list(misfits(ROOT, group.mutations)) == []


def test_a_kind_is_accepted_wherever_it_stands_but_nothing_else_is():
    group = generated.Accepted("", kinds=(("strict=True", "strict=1"),))
    twice = "zip(a, strict=True) + zip(b, strict=True)"
    assert group.is_of_kind(f"{twice} => zip(a, strict=True) + zip(b, strict=1)")
    assert group.is_of_kind(f"{twice} => zip(a, strict=1) + zip(b, strict=True)")
    assert not group.is_of_kind(f"{twice} => zip(a, strict=1) + zip(b, strict=1)")
    assert not group.is_of_kind(f"{twice} => {twice}")


def test_an_accepted_mutant_is_known_by_its_function_and_its_change(tmp_path, monkeypatch):
    """As mutmut writes it: each mutant a function of its own in a copy of the module."""
    copy = tmp_path / "rnn_examples" / "trace" / "copies.py"
    copy.parent.mkdir(parents=True)
    source = (ROOT / "rnn_examples" / "trace" / "copies.py").read_text("utf-8")
    safe = ast.get_source_segment(source, named(ast.parse(source), "safe"))
    mutants = [
        safe.replace("def safe(", f"def x_safe__mutmut_{n}(").replace('order="K"', f'order="{to}"')
        for n, to in enumerate("kC", 1)
    ]
    copy.write_text("\n\n".join([source, *mutants]), "utf-8")
    monkeypatch.setattr(generated, "FOLDER", tmp_path)
    (group,) = (g for g in generated.accepted() if g.because == "NumPy reads k as it reads K")
    names = [f"rnn_examples.trace.copies.x_safe__mutmut_{n}" for n in (1, 2)]
    assert [group.covers(generated.Mutant(name, "survived")) for name in names] == [True, False]


def test_the_code_of_a_mutant_is_told_by_its_module_and_function():
    plain = generated.Mutant("rnn_examples.render.numbers.x_print_number__mutmut_7", "survived")
    assert (plain.module, plain.function) == ("render/numbers.py", "print_number")
    method = generated.Mutant("rnn_examples.trace.recorder.xǁRecorderǁadd__mutmut_12", "killed")
    assert (method.module, method.function) == ("trace/recorder.py", "Recorder.add")
    private = generated.Mutant("rnn_examples.trace.recording.x__add_name__mutmut_1", "killed")
    assert private.function == "_add_name"
