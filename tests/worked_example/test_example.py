"""Loading the examples: all that work, and everything that is wrong with the others."""

import sys
import textwrap
from typing import Any

import numpy as np
import pytest
from jaxtyping import Float, Int

from rnn_examples import examples
from rnn_examples.diagnostics import Diagnostic
from rnn_examples.models.rnn import encode
from rnn_examples.worked_example import Vocabulary, WorkedExample, made
from rnn_examples.worked_example.catalogue import defines, load
from rnn_examples.worked_example.checks import check

HEAD = """
    import numpy as np
    from rnn_examples.worked_example import WorkedExample
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A function that writes a package of examples, and loads it."""
    count = 0

    def write_and_load(**modules):
        nonlocal count
        count += 1
        name = f"examples_of_this_test_{count}"
        folder = tmp_path / name
        folder.mkdir()
        (folder / "__init__.py").write_text("", "utf-8")
        for module, text in modules.items():
            body = textwrap.dedent(HEAD).strip() + "\n" + textwrap.dedent(text).strip() + "\n"
            (folder / f"{module}.py").write_text(body, "utf-8")
        return load(name), folder

    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    before = set(sys.modules)
    yield write_and_load
    for name in set(sys.modules) - before:
        if name.startswith("examples_of_this_test"):
            del sys.modules[name]


def places(catalogue, folder):
    return [
        (fault.file.removeprefix(f"{folder}/"), fault.line, fault.column, fault.text)
        for fault in catalogue.faults
    ]


def test_every_example_of_the_site_works():
    catalogue = load()
    assert catalogue.faults == ()
    assert {"encoder", "water_drink", "teacher_forced", "greedy"} <= set(catalogue.examples)


def test_of_some_examples_their_modules_alone_are_run(package):
    _, folder = package(
        first="FIRST = WorkedExample(lambda x: {'y': x * 2}, x=1.0)",
        second="""
            from examples_of_this_test_1.first import FIRST

            SECOND = WorkedExample(lambda x: {'y': x * 3}, x=FIRST.output("y"))
            BROKEN = WorkedExample(lambda x: {'y': x.missing}, x=1.0)
            """,
        third="THIRD = WorkedExample(lambda x: {'y': x * 5}, x=1.0)",
    )
    for name in [name for name in sys.modules if name.startswith(folder.name)]:
        del sys.modules[name]
    catalogue = load(folder.name, only=["second"])
    assert {*catalogue.examples} == {"first", "second"}
    assert [place[:2] for place in places(catalogue, folder)] == [("second.py", 6)]
    assert f"{folder.name}.third" not in sys.modules


@pytest.mark.parametrize(
    "line", ["ONE = 1", "ONE, OTHER = 1, 2", "(OTHER, ONE) = 1, 2", "ONE: int = 1"]
)
def test_the_module_that_defines_an_example_is_found(line, tmp_path):
    file = tmp_path / "module.py"
    file.write_text(f"import numpy\n{line}\n", "utf-8")
    assert defines(file, "none", "one")
    assert not defines(file, "none")


def test_every_fault_of_every_module_is_reported_at_its_place(package):
    catalogue, folder = package(
        good="GOOD = WorkedExample(lambda x: x * 2, x=1.0)",
        imports="import no_such_module_anywhere",
        syntax="X = (1,",
        raises="""
            def fail(x):
                return {}["missing"] + x

            RAISES = WorkedExample(fail, x=1.0)
            """,
        shapes="""
            def product(W, x):
                return W @ x

            SHAPES = WorkedExample(product, W=np.ones((2, 3)), x=np.ones(2))
            """,
        unknown="""
            FIRST = WorkedExample(lambda x: {"h_1": x * 2}, x=1.0)
            SECOND = WorkedExample(lambda s: s * 2, s=FIRST.output("h_2"))
            """,
        branches="""
            BRANCHES = WorkedExample(lambda x: x if x > 0 else -x, x=1.0)
            """,
        wrong_input="""
            BASE = WorkedExample(lambda x: x * 2, x=1.0)
            OTHER = BASE.with_inputs(y=2.0)
            """,
        twice="GOOD = WorkedExample(lambda x: x * 3, x=1.0)",
    )
    assert list(catalogue.examples) == ["first"]  # "good" could be either of two
    found = {file: rest for file, *rest in places(catalogue, folder)}
    assert len(catalogue.faults) == len(found) == 8
    line, column, text = found["imports.py"]
    assert (line, column) == (3, 1)
    assert "ModuleNotFoundError: No module named 'no_such_module_anywhere'" in text
    line, column, text = found["syntax.py"]
    assert (line, column) == (3, 5)
    assert "'(' was never closed" in text
    line, column, text = found["raises.py"]
    assert (line, column) == (4, 12)
    assert text.startswith("KeyError: missing (in the example 'raises', ")
    assert text.endswith("raises.py:6)")
    line, column, text = found["shapes.py"]
    assert (line, column) == (4, 12)
    assert "W @ x: matmul of shapes 2 × 3 and 2 does not work" in text
    line, column, text = found["unknown.py"]
    assert (line, column) == (4, 1)
    assert "no value named 'h_2'; there are x, h_1" in text
    line, column, text = found["branches.py"]
    assert (line, column) == (3, 41)
    assert "np.where(condition, x, y)" in text
    line, column, text = found["wrong_input.py"]
    assert (line, column) == (4, 9)
    assert "no input named y; there are x" in text
    line, column, text = found["twice.py"]
    assert (line, column) == (3, 1)
    assert "two examples are named 'good'" in text
    assert "good.py:3" in text


def test_an_input_that_does_not_fit_is_reported_where_it_is_given(package):
    catalogue, folder = package(
        page="""
            from typing import Any
            from jaxtyping import Float

            def product(W: Float[Any, "m n"], x: Float[Any, "n"]):
                return W @ x

            PRODUCT = WorkedExample(
                product,
                W=np.ones((2, 3)),
                x=np.ones(2),
            )
            HANDED = WorkedExample(product, **{"W": np.ones((2, 3)), "x": np.ones(2)})
            """
    )
    (_, *given, text), (_, *handed, _) = places(catalogue, folder)
    assert given == [12, 5]
    assert text.startswith("InputError: x is 2, of type float64; product takes ")
    assert ": n is 3 as in W (in the example 'product', " in text
    assert handed == [14, 1]


def test_a_private_or_small_name_is_not_published(package):
    catalogue, _ = package(
        page="""
            _HELPER = WorkedExample(lambda x: x * 2, x=1.0)
            helper = _HELPER
            PUBLISHED = WorkedExample(lambda x: x * 2, x=1.0)
            """
    )
    assert list(catalogue.examples) == ["published"]


def test_the_words_numpy_has_for_a_fault_are_explained_by_their_cause(package):
    catalogue, _ = package(
        page="""
            def fill(x):
                y = 0 * np.zeros(2)
                y[0] = x
                return y

            FILL = WorkedExample(fill, x=1.0)
            """
    )
    (fault,) = catalogue.faults
    assert (fault.line, fault.column) == (5, 5)
    assert "make the array with np.zeros(shape)" in fault.text


def test_a_fault_reads_as_editors_link_to_it(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert str(Diagnostic(str(tmp_path / "a" / "b.py"), 3, 7, "what")) == "a/b.py:3:7: what"
    assert str(Diagnostic("/elsewhere/b.py", 3, 7, "what")) == "/elsewhere/b.py:3:7: what"


def test_an_example_knows_where_it_is_defined_and_what_its_tokens_mean():
    words = Vocabulary("a", "b")
    example = WorkedExample(lambda y: {"y_1": y + 0}, y=np.int64(1)).with_words(y=words)
    other = example.with_inputs(y=np.int64(0))
    assert example.file == other.file == __file__
    assert other.line == example.line + 1
    assert other.words == {"y": words}
    assert other.trace.result["y_1"] == 0


def test_an_output_is_handed_over_with_its_history():
    first = WorkedExample(encode, x=np.array([[1.0]]), h_0=np.zeros(2), W=np.eye(2),
                          U=np.array([[0.5], [0.7]]), b=np.zeros(2))  # fmt: skip
    second = WorkedExample(lambda s_0: {"s_1": s_0 * 2}, s_0=first.output("h_1"))
    assert second.trace["s_0"].origin is first.trace["h_1"]


def test_examples_are_where_their_package_says():
    assert examples.__name__ == "rnn_examples.examples"


def test_an_example_is_not_changed_by_what_is_made_from_it_or_done_to_its_inputs():
    x = np.ones(2)
    example = WorkedExample(lambda x: x * 2.0, x=x)
    other = example.with_settings(length="x").with_words(result=Vocabulary("a", "b"))
    x[0] = 7
    assert example.trace["result"].value.tolist() == [2, 2]
    assert (example.settings, example.words) == ({}, {})
    assert int(other.trace["length"].value) == 2
    assert other.with_inputs(x=x).settings == {}
    with pytest.raises(ValueError, match="read-only"):
        example.inputs["x"][0] = 3


def test_a_setting_is_a_whole_number_with_a_name_of_its_own():
    example = WorkedExample(lambda x: x * 2.0, x=np.ones(2))
    for source in (0.5, 4, "seed", "y", made(lambda: 0.5)):
        with pytest.raises(TypeError, match="name one whole number"):
            example.with_settings(rate=source)
    with pytest.raises(ValueError, match="the name of a value"):
        example.with_settings(result="x").trace  # noqa: B018


def scaled(x: Float[Any, "time"], W: Float[Any, "out time"]):
    return W @ x


@pytest.mark.parametrize(
    ("inputs", "what"),
    [
        ({"x": np.ones((2, 2)), "W": np.ones((3, 2))}, "x is 2 × 2"),
        ({"x": np.ones(2), "W": np.ones((3, 3))}, "W is 3 × 3"),
        ({"x": np.ones(2, dtype=np.int64), "W": np.ones((3, 2))}, "of type int64"),
    ],
    ids=["axes", "sizes", "type"],
)
def test_an_input_of_another_shape_than_the_signature_says_is_refused(inputs, what):
    with pytest.raises(TypeError, match=what):
        WorkedExample(scaled, **inputs).trace  # noqa: B018


def test_a_wrong_shape_is_told_with_the_sizes_that_other_inputs_have():
    right = {"x": np.ones((2, 1)), "h_0": np.zeros(2), "W": np.eye(2), "b": np.zeros(2)}
    example = WorkedExample(encode, **right, U=np.ones((1, 2)))
    told = (
        "U is 1 × 2, of type float64; encode takes Float[Any, 'hidden input']: "
        "hidden is 2 as in h_0, input is 1 as in x"
    )
    with pytest.raises(TypeError) as caught:
        example.trace  # noqa: B018
    assert str(caught.value) == told


def decayed(x: Float[Any, "time"], y: Int[Any, ""], beta: Float[Any, ""], n: int):
    return beta * x * y + n


@pytest.mark.parametrize(
    ("name", "given", "what"),
    [
        ("beta", 0.9, r"beta is 0\.9, of type float; decayed takes .*: write np\.float64\(0\.9\)$"),
        ("beta", 1, r"beta is 1, of type int; decayed takes .*: write np\.float64\(1\)$"),
        (
            "beta",
            np.int64(1),
            r"beta is np\.int64\(1\), of type int64; .* must be float64$",
        ),
        ("beta", None, "beta is None, of type NoneType; decayed takes Float"),
        ("y", 2, r"y is 2, of type int; decayed takes .*: write np\.int64\(2\)$"),
        ("x", [1.0], r"x is \[1\.0\], of type list; decayed takes .*: write np\.array"),
        ("n", np.int64(2), r"n is np\.int64\(2\), of type int64; decayed takes int$"),
    ],
)
def test_an_input_of_another_type_than_the_signature_says_is_refused(name, given, what):
    right = {"x": np.ones(2), "y": np.int64(2), "beta": np.float64(0.9), "n": 2}
    example = WorkedExample(decayed, **{**right, name: given})
    with pytest.raises(TypeError, match=what):
        example.trace  # noqa: B018 (recorded here)


def test_a_nan_on_the_way_is_no_difference_between_two_runs():
    example = WorkedExample(lambda x: x + 0.0, x=np.array([np.nan, 1.0]))
    assert np.isnan(example.trace["result"].value[0])


@pytest.mark.parametrize("given", [{"W": np.zeros(3)}, {"nothing": np.zeros(2)}, {"b": "text"}])
def test_a_preset_that_is_no_input_of_the_same_shape_is_refused(given):
    wrong = load().examples["encoder"].with_presets({"wrong": given})
    with pytest.raises(TypeError, match=f"the preset 'wrong' gives {next(iter(given))}"):
        wrong.trace  # noqa: B018 (recorded here)


def test_a_preset_may_be_boolean_but_not_of_a_setting_and_must_be_finite():
    def gated(mask, x, times):
        return {"y": np.where(mask, x, 0.0) * times}

    example = WorkedExample(gated, mask=np.array([True]), x=np.array([0.5]), times=2)
    assert example.with_presets({"shut": {"mask": [False]}}).trace.inputs == ("mask", "x")
    with pytest.raises(TypeError, match="the preset 'more' gives times as array"):
        example.with_presets({"more": {"times": 3}}).trace  # noqa: B018 (recorded here)
    with pytest.raises(ValueError, match=r"the preset 'far' gives x as array.*, not finite"):
        example.with_presets({"far": {"x": [np.inf]}}).trace  # noqa: B018
    with pytest.raises(TypeError, match="'times' has no slider"):
        example.with_sliders(times=(1, 3, 1))


def test_a_slider_is_of_one_number_inside_its_range():
    encoder = load().examples["encoder"]
    with pytest.raises(TypeError, match="'W' has no slider: it must be an input of one number"):
        encoder.with_sliders(W=(0, 1, 0.1))
    flow = load().examples["flow_one"]
    with pytest.raises(ValueError, match="the slider of 'rho' goes from 2 to 3"):
        flow.with_sliders(rho=(2, 3, 0.1))
    with pytest.raises(ValueError, match="the slider of 'rho' has no step at"):
        flow.with_sliders(rho=(0, 3, 0.7))


@pytest.mark.parametrize(
    "ends", ["sys.exit()", "exit()", "os._exit(0)", "raise SystemExit(0)", "sys.exit('no')"]
)
def test_what_would_end_the_program_is_a_fault_at_its_place(ends, package):
    catalogue, folder = package(
        imported=f"import os, sys\n\n{ends}",
        run=f"""
            import os, sys

            def model(x):
                {ends}

            ENDS = WorkedExample(model, x=1.0)
        """,
        good="GOOD = WorkedExample(lambda x: x * 2, x=1.0)",
    )
    said = "it ends the program, and with it the build: raise an exception"
    found = [(file, line, said in text) for file, line, _, text in places(catalogue, folder)]
    assert found == [("imported.py", 5, True), ("run.py", 6, True)]
    assert set(catalogue.examples) == {"good"}


def test_an_oracle_that_would_end_the_program_is_a_fault(monkeypatch):
    def end(oracle, inputs):
        raise SystemExit(len(inputs))

    encoder = load().examples["encoder"].with_presets({})  # a copy whose checks have not run
    monkeypatch.setattr(type(encoder.oracles[0].oracle), "derive", end)
    fault = check(encoder).faults[0]
    assert "the oracle does not run: SystemExit: it ends the program" in fault.text


def test_an_example_that_never_ends_is_a_fault_where_it_was(package, monkeypatch):
    monkeypatch.setattr("rnn_examples.limits.SECONDS", 0.2)
    catalogue, folder = package(
        endless="""
            def model(x):
                while True:
                    pass

            ENDLESS = WorkedExample(model, x=1.0)
        """,
        good="GOOD = WorkedExample(lambda x: x * 2, x=1.0)",
    )
    ((file, line, _, text),) = places(catalogue, folder)
    assert (file, line in (4, 5)) == ("endless.py", True)
    assert "seconds: if that is meant, set RNN_EXAMPLES_SECONDS to more" in text
    assert set(catalogue.examples) == {"good"}


def test_what_an_example_prints_does_not_stand_in_what_a_command_prints(package, capsys):
    package(prints="print('here')")
    assert capsys.readouterr() == ("", "here\n")


def test_vectors_have_words_that_other_inputs_keep():
    first = WorkedExample(scaled, x=np.array([[1.0], [2.0]])).with_vectors(x={"one": [1.0]})
    other = first.with_inputs(x=np.array([[2.0], [1.0]])).with_words(y=Vocabulary("a", "b"))
    assert other.vectors == {"x": {"one": (1.0,)}}
    assert other.vocabulary == {"y": ("a", "b"), "x": {"one": (1.0,)}}
