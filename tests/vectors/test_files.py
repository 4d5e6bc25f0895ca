"""The files: what is in them, the same bytes everywhere, readers, checksums, the schema."""

import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import numpy as np
import pytest
import quickjs

from rnn_examples.vectors import vector_reader
from rnn_examples.vectors.cases import CASES
from rnn_examples.vectors.computed import published
from rnn_examples.vectors.files import BESIDE, INDEX, VERSION, files
from tests.conftest import ROOT

NAMES = pytest.mark.parametrize("name", CASES)
CHECKSUMS = Path(__file__).with_name("SHA256SUMS")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """All files, written."""
    folder = tmp_path_factory.mktemp("files") / "vectors"
    folder.mkdir()
    for name, content in files().items():
        (folder / name).write_bytes(content)
    return folder


def test_the_bytes_are_the_same_on_every_machine():
    """Where this fails on a new machine, the files depend on it.

    Where the numbers were meant to change: raise the first number of VERSION, and write these lines
    into SHA256SUMS.
    """
    lines = [
        f"{hashlib.sha256(files()[name]).hexdigest()}  {name}"
        for case in CASES
        for name in (f"{case}.json", f"{case}.npz")
    ]
    assert CHECKSUMS.read_text("utf-8").splitlines() == [f"# version {VERSION}", *lines]


def test_the_index_has_every_file_but_itself_with_its_checksum():
    index = json.loads(files()[INDEX])
    assert index["version"] == VERSION
    assert index["cases"] == {name: case.title for name, case in CASES.items()}
    assert index["sha256"] == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files().items()
        if name != INDEX
    }
    endings = {f"{name}.{end}" for name in CASES for end in ("json", "npz")}
    assert files().keys() == {INDEX, *BESIDE, *endings}


SCHEMA = json.loads(files()["schema.json"])


@NAMES
def test_the_schema_holds(name):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads(files()[f"{name}.json"]), SCHEMA)


WRONG = {
    "nothing": lambda case: case.pop("gradients"),
    "another version": lambda case: case.update(version="2.0"),
    "a text": lambda case: case["values"].update(h="0.5"),
    "no convention": lambda case: case["conventions"].pop("reset"),
    "more": lambda case: case.update(more=1),
}


@pytest.mark.parametrize("what", WRONG)
def test_the_schema_finds_what_is_wrong(what):
    case = json.loads(files()["gru_keeps_after.json"])
    WRONG[what](case)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(case, SCHEMA)


@NAMES
def test_json_and_npz_give_every_bit_back(name, folder):
    case, read = CASES[name], vector_reader.read(folder, name)
    packed = np.load(io.BytesIO(files()[f"{name}.npz"]))
    about = json.loads(str(packed["about"]))
    assert about == {key: read[key] for key in about}
    assert {"version", "conventions", "axes", "tolerance"} <= about.keys()
    true = {f"inputs.{key}": np.asarray(value) for key, value in case.inputs.items()}
    true |= published(case)
    for key, value in true.items():
        part, _, inner = key.partition(".")
        from_json = read[part][inner] if inner else np.array(read[part])
        for found in (from_json, packed[f"{part}/{inner}" if inner else part]):
            assert found.dtype == value.dtype, key
            assert found.tobytes() == value.tobytes(), key


def test_floats_have_seventeen_digits_and_a_point():
    case = json.loads(files()["lstm_dense.json"], parse_float=lambda text: text)
    digits = [text for row in case["values"]["h"] for text in row]
    assert max(len(text.lstrip("-0.").replace(".", "")) for text in digits) == 17
    assert all("." in text or "e" in text for text in digits)


def test_a_file_that_was_changed_is_refused(folder, tmp_path):
    for name in (INDEX, "rnn_dense.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes().replace(b"0.5703125", b"0.5"))
    with pytest.raises(ValueError, match="has another checksum than index"):
        vector_reader.read(tmp_path, "rnn_dense")


def test_the_readers_have_at_most_twenty_lines():
    for name in ("vector_reader.py", "vector_reader.js"):
        assert len(files()[name].decode().splitlines()) <= 20


def test_the_reader_needs_nothing_but_numpy(folder, tmp_path):
    code = (
        "import sys; sys.path = [p for p in sys.path if 'rnn' not in p]\n"
        f"sys.path.insert(0, {str(folder)!r})\n"
        "from vector_reader import read\n"
        f"print(read({str(folder)!r}, 'lstm_dense')['gradients']['W_f'].shape)\n"
        "assert not any(name.startswith('rnn_examples') for name in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "(3, 3)\n"), done.stderr


@pytest.fixture(scope="module")
def javascript():
    """The reader for JavaScript: `ask` gives what an expression is."""
    context = quickjs.Context()
    context.eval(files()["vector_reader.js"].decode().replace("export function", "function"))

    def ask(expression, **given):
        for name, value in given.items():
            context.eval(f"var {name} = {json.dumps(value)}")
        return json.loads(context.eval(f"JSON.stringify({expression})"))

    return ask


def test_the_reader_for_javascript_gives_every_bit(javascript):
    text = files()["lstm_saturated.json"].decode()
    assert javascript("read(text)", text=text) == json.loads(text)


def test_the_reader_for_javascript_compares(javascript):
    text = files()["gru_masked.json"].decode()
    expected = json.loads(text)["values"]["h"]
    close = [[[entry + 1e-13 for entry in row] for row in step] for step in expected]
    far = [*close[:-1], [[entry + 1e-9 for entry in row] for row in close[-1]]]
    agrees = "agrees(yours, read(text).values.h, read(text).tolerance)"
    assert javascript(agrees, yours=close, text=text) is True
    assert javascript(agrees, yours=far, text=text) is False
    assert javascript(agrees, yours=close[:-1], text=text) is False
    assert javascript("agrees(NaN, 1, {absolute: 1, relative: 1})") is False


def test_the_reader_for_javascript_refuses_another_version(javascript):
    with pytest.raises(quickjs.JSException, match=r"the version is 2\.0; this reader is for 1"):
        javascript("read(text)", text=json.dumps({"version": "2.0"}))


def test_the_test_on_the_page_runs_as_it_is_written(folder):
    page = (ROOT / "docs" / "reference" / "vectors.md").read_text("utf-8")
    (code,) = [
        block.partition("```")[0].partition("\n")[2]
        for block in page.split("``` ")[1:]
        if "import pytest" in block.partition("```")[0]
    ]
    place = folder.parent
    (place / "test_my_lstm.py").write_text(code, "utf-8")
    (place / "vector_reader.py").write_bytes(files()["vector_reader.py"])
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_my_lstm.py"]

    def run():
        return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)

    assert run().returncode == 0, run().stdout
    wrong = code.replace('for gate in "ifoc"', 'for gate in "ifco"')
    assert wrong != code
    (place / "test_my_lstm.py").write_text(wrong, "utf-8")
    assert "2 failed" in run().stdout
