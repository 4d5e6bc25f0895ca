"""One rule of what a name is, from the trace to the address: the same names through every layer."""

import json
import re
from urllib.parse import quote

import numpy as np
import pytest
import quickjs

from rnn_examples.authoring import values
from rnn_examples.authoring.tokens import parse
from rnn_examples.cli import shown
from rnn_examples.lock import values_lock
from rnn_examples.names import is_name
from rnn_examples.pages.published import published
from rnn_examples.pages.values_index import files
from rnn_examples.render import symbols
from rnn_examples.render.graph import graph
from rnn_examples.trace import record
from rnn_examples.typesetting.engines import katex
from rnn_examples.verification import verify
from rnn_examples.worked_example import WorkedExample
from rnn_examples.worked_example.oracle import Oracle
from tests.conftest import ROOT
from tests.pages.conversion import convert

NAMES = {
    "h_1": "h_1",
    "पानी": "पानी",
    "ध्यान_2": "ध्यान_2",
    "x̂": "x̂",
    "ŷ_1": "ŷ_1",
    "y\u0302_2": "ŷ_2",  # two characters, which are one in the normal form
    "µ": "μ",  # the micro sign, which Python reads as the Greek letter
    "Δ_W": "Δ_W",
    "été": "été",
    "ﬁ": "fi",  # a ligature
    "_private": "_private",
    "h_t_12": "h_t_12",
    "Δt_1": "Δt_1",
    "क": "क",
    "Ж": "Ж",
    "隠れ": "隠れ",
    "ȳ̂": "ȳ̂",
}
"""Names as they are typed, and as they are everywhere."""

NO_NAMES = (
    "",
    "1h",
    "h 1",
    "h-1",
    "h.1",
    "h[0]",
    "h'",
    "x²",
    "½",
    "h:",
    "∂",
    "h|t",
    "\u0302x",
    "€",
)
"""x² is no name as it stands: Python reads it as x2, and so do we where it is typed."""


def values_of(x, W):
    return {name: (x + 1) * (n + 1) for n, name in enumerate(NAMES)}


by_hand = Oracle(
    "by hand",
    lambda x: {name: [(one + 1) * (n + 1) for one in x] for n, name in enumerate(NAMES)},
)
EXAMPLE = WorkedExample(values_of, x=np.array([0.5, 1.5]), W=np.eye(2)).checked_by(by_hand)


@pytest.fixture
def only_this(know_only):
    know_only({"names": EXAMPLE})


typed_and_kept = pytest.mark.parametrize(("typed", "kept"), NAMES.items(), ids=ascii)


def test_a_trace_has_each_name_in_its_one_form():
    assert list(EXAMPLE.trace.names) == ["x", "W", *NAMES.values()]
    assert list(by_hand.derive({"x": [1]})) == list(NAMES.values())
    assert EXAMPLE.output("µ").name == "μ"


@pytest.mark.parametrize("name", NO_NAMES, ids=ascii)
def test_what_is_no_name_is_none_in_a_trace_and_in_a_token(name):
    assert not is_name(name)
    if name == "x²":
        assert list(record(lambda x: {name: x + 1}, x=0.5).names) == ["x", "x2"]
    else:
        with pytest.raises(ValueError, match="is no name"):
            record(lambda x: {name: x + 1}, x=0.5)
    if name not in ("", "h[0]", "x²", "h|t"):  # an example; an entry; x2; an option
        with pytest.raises(ValueError, match=r"is no value"):
            parse(f"names.{name}")


@typed_and_kept
def test_a_token_names_a_value_in_either_form(only_this, typed, kept):
    for body in (f"names.{typed}", f"names.{typed}[1]", f"names.{typed} | equation"):
        assert values.resolve(parse(body)).name == kept
    assert parse(f"names | plot | {typed}, h_1 | against {typed}").fields == (kept, "h_1")
    assert parse(f"names | plot | against {typed}").against == kept


@typed_and_kept
def test_a_page_shows_it_in_text_and_in_formulas(only_this, typed, kept):
    page = convert(f"[[= names.{typed}[0] =]]\n\n$$\n[[= names.{typed} | derivation =]]\n$$\n")
    assert page.count(f'data-value="names.{kept}[0]"') == 3  # in text, as it is seen, as it is read
    bound = re.findall(r'data-value="([^"]+)"', page)
    assert all(verify.PATH.fullmatch(path) for path in bound)


@typed_and_kept
def test_a_formula_and_the_terminal_write_it(typed, kept):
    assert "katex" in katex(symbols.latex(kept), display=True)
    assert "katex" in katex(symbols.latex(f"h_{kept}"), display=True)
    assert symbols.plain(kept)
    assert symbols.html(kept)


def test_the_terminal_shows_every_name(only_this):
    text = shown.as_text(shown.shown("names")).plain
    assert all(symbols.plain(name) in text for name in NAMES.values())
    assert shown.as_text(shown.shown("names.µ")).plain.count("μ") == 1
    assert list(shown.as_json(shown.shown("names"))["values"]) == list(EXAMPLE.trace.names)


def test_the_lock_and_the_index_hold_every_name(only_this, tmp_path):
    page = "".join(f"[[= names.{name} =]]\n" for name in NAMES)
    (tmp_path / "page.md").write_text(page, "utf-8")
    assert {one.name for one in published(tmp_path).numbers} == set(NAMES.values())
    now = values_lock.current(tmp_path, "names")
    assert values_lock.write(values_lock.read(values_lock.write(now))) == values_lock.write(now)
    assert set(now["names"].values) == set(NAMES.values())
    index = json.loads(files(tmp_path)["values.json"])
    assert {one["name"] for one in index} == {f"names.{name}" for name in NAMES.values()}


# In the browser.


@pytest.fixture(scope="module")
def browser():
    """The browser's modules that know of names, without a browser."""
    context = quickjs.Context()
    for module in ("graph/places.js", "graph/names.js", "live/address.js"):
        text = (ROOT / "docs/javascripts" / module).read_text("utf-8")
        context.eval(
            re.sub(r"^import .*|^export (?=const)", "", text, flags=re.M).replace("const ", "var ")
        )
    return context


@typed_and_kept
def test_the_browser_finds_a_number_by_its_name(browser, typed, kept):
    written = json.dumps(graph(EXAMPLE.trace, {}))
    node = EXAMPLE.trace.nodes.index(EXAMPLE.trace[kept])
    found = browser.eval(f"JSON.stringify(find({written}, {json.dumps(kept + '[1]')}))")
    assert json.loads(found) == [node, 1]


@typed_and_kept
def test_an_address_names_an_input_in_either_form(browser, typed, kept):
    for query in (f"names.{typed}", quote(f"names.{typed}")):
        assert browser.eval(
            f"INPUT.test(decodeURIComponent({json.dumps(query)}).normalize('NFKC'))"
        )
    assert not browser.eval(f"INPUT.test({json.dumps(kept)})")


@pytest.mark.parametrize("name", [name for name in NO_NAMES if name != "h[0]"], ids=ascii)
def test_an_address_leaves_what_is_no_name_to_others(browser, name):
    assert not browser.eval(f"INPUT.test({json.dumps('names.' + name)})")
