"""Whether an oracle uses the code that it is to check."""

import sys

import pytest

from rnn_examples.worked_example import independence
from rnn_examples.worked_example.independence import shared


@pytest.fixture
def modules(tmp_path, monkeypatch):
    """Two packages: a model, and what could be oracles of it."""
    files = {
        "house/__init__.py": "",
        "house/model.py": "from house.parts import cell\nimport numpy as np\n",
        "house/parts/__init__.py": "",
        "house/parts/cell.py": "raise RuntimeError('this was run')\n",
        "house/page/__init__.py": "",
        "house/page/one.py": "from out.clean import y\nfrom house.other import x\n",
        "house/other.py": "import numpy as np\nfrom collections.abc import Mapping\n",
        "out/__init__.py": "",
        "out/clean.py": "import mpmath\nimport numpy as np\nfrom house.other import x\n",
        "out/direct.py": "import house.model as m\n",
        "out/named.py": "from house import model\n",
        "out/relative.py": "from . import direct\n",
        "out/late.py": "def f():\n    from house.parts.cell import step\n",
        "out/package.py": "import house\n",
        "out/dynamic.py": "from importlib import import_module\n",
        "out/loaded.py": "import sys\n",
        "out/evaluated.py": "def f():\n    return eval('house.model')\n",
        "third/__init__.py": "",
        "third/help.py": "import house.model\n",
        "out/helped.py": "from third import help\n",
        "out/both.py": "from out import clean, named\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "house" / "parts").mkdir(exist_ok=True)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)  # as where a script is run
    independence.imports.cache_clear()
    yield
    independence.imports.cache_clear()
    assert not {"house", "out", "third"} & set(sys.modules), "the modules were run"


@pytest.mark.usefixtures("modules")
@pytest.mark.parametrize(
    ("oracle", "way"),
    [
        ("out.clean", ()),
        ("out.direct", ("out.direct", "house.model")),
        ("out.named", ("out.named", "house.model")),
        ("out.relative", ("out.relative", "out.direct", "house.model")),
        ("out.late", ("out.late", "house.parts.cell")),
        ("out.both", ("out.both", "out.named", "house.model")),
        ("out.package", ("out.package", "house")),
        ("out.dynamic", ("out.dynamic", "importlib")),
        ("out.loaded", ("out.loaded", "sys")),
        ("out.evaluated", ("out.evaluated", "builtins")),
        ("out.helped", ("out.helped", "third.help", "house.model")),
        ("house.model", ("house.model",)),
        ("house.other", ()),
        ("__main__", ()),
        ("nowhere.at.all", ()),
    ],
)
def test_shared_code_is_found_by_the_imports_that_lead_to_it(oracle, way):
    assert shared(oracle, "house.model") == way


@pytest.mark.usefixtures("modules")
def test_a_model_may_stand_in_a_module_that_names_its_oracle():
    assert shared("out.clean", "house.page.one") == ()
    assert shared("house.page.one", "house.page.one") == ("house.page.one",)


def test_the_oracles_of_the_site_share_nothing_with_the_models():
    for oracle in ("fifty_digits", "rational"):
        for model in ("rnn", "seq2seq", "activations", "shapes"):
            assert not shared(f"rnn_examples.oracles.{oracle}", f"rnn_examples.models.{model}")
    assert shared("tests.examples.test_rnn_theory", "rnn_examples.models.seq2seq")
