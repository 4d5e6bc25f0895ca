"""Numbers are never old: neither compiled files nor a dirty build can keep them."""

import os

import pytest

from tests.site import project

PAGE = "# Home\n\nW is [[= encoder.W[0,0] =]].\n"
NOTEBOOK = """# %% [markdown]
# # A notebook

# %%
from rnn_examples.examples import rnn_theory
print(rnn_theory.ENCODER.inputs["W"][0, 0])
"""
MODEL_TEST = """
from jaxtyping import install_import_hook
install_import_hook("rnn_examples.models", "beartype.beartype")
from rnn_examples.models.rnn import FACTOR
print(f"FACTOR is {FACTOR}")
"""


@pytest.fixture(scope="module", params=["beside the source", "PYTHONPYCACHEPREFIX"])
def edited(request, tmp_path_factory):
    """Return a project edited in the second in which it was compiled, and what its user has set.

    W was 0.3 when its files were compiled and its numbers locked; it is 0.9 now.
    """
    folder = tmp_path_factory.mktemp("edited")
    copy = project.copy_without_pages(folder / "project")
    variables = {"PYTHONDONTWRITEBYTECODE": ""}  # as on most machines
    if request.param == "PYTHONPYCACHEPREFIX":
        variables["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    (copy / "docs" / "index.md").write_text(PAGE, "utf-8")
    (copy / "docs" / "notebooks").mkdir()
    (copy / "docs" / "notebooks" / "one.py").write_text(NOTEBOOK, "utf-8")
    model = copy / "rnn_examples" / "models" / "rnn.py"
    model.write_text(model.read_text("utf-8") + "\nFACTOR = 1\n", "utf-8")
    _run(copy, variables, "rnn_examples", "accept", "--yes")
    _run(copy, variables, "compileall", "-q", "rnn_examples")
    assert list(folder.rglob("rnn_theory.*.pyc"))
    _edit(copy / "rnn_examples" / "examples" / "rnn_theory.py", "[[0.3, -0.1]", "[[0.9, -0.1]")
    _edit(model, "FACTOR = 1", "FACTOR = 2")
    return copy, variables


def _run(copy, variables, *command, code=0):
    done = project.run(copy, *command, **variables)
    assert done.returncode == code, done.stdout
    return done.stdout


def _edit(file, old, new):
    """Change a file so that its size and its time stay as they were."""
    before = file.stat()
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size


def test_the_build_and_its_notebooks_compile_the_source(edited):
    copy, variables = edited
    _run(copy, variables, "mkdocs", "build", "--quiet")
    assert ">0.9</data>" in (copy / "site" / "index.html").read_text("utf-8")
    assert "0.9\n" in (copy / "site" / "notebooks" / "one" / "index.html").read_text("utf-8")


def test_the_command_compiles_the_source(edited):
    copy, variables = edited
    assert "0.9" in _run(copy, variables, "rnn_examples", "show", "encoder.W")
    assert "0.9" in _run(copy, variables, "rnn_examples", "check", "--quick", code=1)
    lock = (copy / "values.lock").read_bytes()
    assert "0.9" in _run(copy, variables, "rnn_examples", "accept", "--yes")
    (copy / "values.lock").write_bytes(lock)


def test_the_tests_models_with_checked_shapes_are_compiled_from_the_source(edited):
    copy, variables = edited
    (copy / "shapes.py").write_text(MODEL_TEST, "utf-8")
    model = copy / "rnn_examples" / "models" / "rnn.py"
    _run(copy, variables, "shapes")  # leaves what it compiled, if anything does
    _edit(model, "FACTOR = 2", "FACTOR = 3")
    assert _run(copy, variables, "shapes") == "FACTOR is 3\n"
    _edit(model, "FACTOR = 3", "FACTOR = 2")


def test_a_dirty_preview_is_refused(tmp_path):
    copy = project.copy_without_pages(tmp_path)
    done = project.run(copy, "mkdocs", "serve", "--dirty")
    assert done.returncode == 1
    assert "--dirty leaves old numbers" in done.stdout
    assert "Traceback" not in done.stdout
