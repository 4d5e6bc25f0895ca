"""Pages and graphs that are broken in any way: each is reported, and none ends the run."""

import json
import random

import pytest

from rnn_examples.examples.rnn_theory import ENCODER
from rnn_examples.verification import manifest
from rnn_examples.verification.verify import verify
from tests.pages.conversion import convert
from tests.verification.test_recompute import as_json

MADE = convert("[[= encoder.h_2 =]] $[[= encoder.h_1 =]]$ [[? big | encoder.h_1[0] > 0.4 ?]]")
GRAPHS = as_json(encoder=ENCODER.trace)
VALUES = (None, True, -1, 10**400, 1e308, "a", "", [], [[[]]], {}, {"nodes": 1})


def page(graphs: str) -> bytes:
    return f'<article>{MADE}<template class="graphs">{graphs}</template></article>'.encode()


def found_in(folder, content):
    """What is wrong with a site of this page."""
    (folder / "index.html").write_bytes(content)
    manifest.write(folder)
    return [text for _, text in verify(str(folder), make_again=False).mistakes]


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00\x00",
        b"\x00" * 10_000,
        b"<" * 10_000,
        b"<div>" * 5_000 + b"</article>",
        MADE.encode("utf-16"),
        page("["),
        page("[" * 100_000),
        page("null"),
        page("[1]"),
        page('"a"'),
        page('{"encoder": {}}'),
        page('{"encoder": {"nodes": {}, "names": []}}'),
        page('{"encoder": {"nodes": [{"op": "input"}], "names": {"h_1": "n"}}}'),
    ],
)
def test_a_broken_page_is_reported(tmp_path, content):
    assert all("\n" not in text for text in found_in(tmp_path, content))


def test_graphs_that_are_no_graphs_are_told(tmp_path):
    assert any("graph" in text for text in found_in(tmp_path, page('{"encoder": 7}')))
    assert any("graph" in text for text in found_in(tmp_path, page("[1]")))


def changed(value, random):
    """JSON with another value in one place."""
    if isinstance(value, dict | list) and value and random.random() > 0.1:
        key = random.choice([*value] if isinstance(value, dict) else range(len(value)))
        value[key] = changed(value[key], random)
        return value
    return random.choice(VALUES)


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_graphs_and_pages_that_were_changed_at_random(tmp_path, seed):
    chance = random.Random(seed)  # noqa: S311 (no secret)
    graphs = changed(json.loads(json.dumps(GRAPHS)), chance)
    content = bytearray(page(json.dumps(graphs).replace("<", r"\u003c")))
    for _ in range(chance.choice((0, 0, 1, 50))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    assert all("\n" not in text for text in found_in(tmp_path, bytes(content)))
