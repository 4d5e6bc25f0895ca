"""The verifier: a right site is right, and one wrong digit is found wherever it stands."""

import json
import re
import shutil

import pytest
from typer.testing import CliRunner

from rnn_examples.cli import app
from rnn_examples.examples.rnn_theory import ENCODER, TEACHER_FORCED
from rnn_examples.verification import differences, manifest, rebuild
from rnn_examples.verification import verify as verifier
from rnn_examples.verification.verify import Verified, verify
from tests.pages.conversion import collecting, convert, converter
from tests.site import project
from tests.verification.test_recompute import as_json

THEORY = "rnn-theory/"


@pytest.fixture(scope="module")
def theory(built_site):
    return (built_site / THEORY / "index.html").read_text("utf-8")


def mistakes(html, address=THEORY, beside=lambda _: None):
    found = Verified()
    verifier._page(address, html, found, beside)
    return [text for _, text in found.mistakes]


def page(body, address="nowhere/"):
    return mistakes(f"<html><body><article>{body}</article></body></html>", address)


def test_a_masked_score_that_is_shown_as_a_number_is_found(built_site):
    def beside(link):
        return (built_site / "attention" / link).read_text("utf-8")

    html = (built_site / "attention/index.html").read_text("utf-8")
    assert mistakes(html, "attention/", beside) == []
    masked = r'(data-value="attention_masked\.n4\[1\]"[^>]*>)−∞'
    html, count = re.subn(masked, r"\g<1>−9", html, count=1)
    assert count == 1
    told = mistakes(html, "attention/", beside)
    assert any("-inf by the page's graph, shown as −9" in text for text in told)


def test_the_built_site_is_right_and_most_of_its_numerals_are_bound(
    built_site, site_of_another_user, monkeypatch
):
    """It is held against another build, as in test_settings.py against the verifier's own."""
    right = project.files(site_of_another_user)
    del right[manifest.NAME]
    monkeypatch.setattr(rebuild, "files", lambda _: right)
    found = verify(str(built_site))
    assert found.mistakes == []
    assert found.pages == len(list(built_site.rglob("*.html")))
    assert found.counts["bound"] > 500
    assert found.counts["nothing"] == 0
    assert found.coverage > 0.5


H_2 = r'data-value="encoder\.h_2\[0\]">)0\.79253'
PLACES = {
    "text": (r'(<data class="computed" value="[^"]*" ' + H_2, r"\g<1>0.79254", "(data)"),
    "formula as it is seen": (r'(<span class="mord computed" ' + H_2, r"\g<1>0.79254", "(span)"),
    "formula as it is read": ("(<mn " + H_2, r"\g<1>0.79254", "(mn)"),
    "diagram": (
        r'(<foreignObject(?:(?!</foreignObject).)*data-value="encoder\.x_2\[0\]">)2',
        r"\g<1>3",
        "encoder.x_2[0] is 2, shown as 3 (data)",
    ),
    "network": (
        r'(<tspan class="computed" data-value="encoder\.h_2\[0\]" data-format="\.2f">)0\.79',
        r"\g<1>0.78",
        "encoder.h_2[0] is 0.79, shown as 0.78 (tspan)",
    ),
    "a word in a network": (
        r'(<tspan class="word" data-word="encoder\.x_2">)water',
        r"\g<1>drink",
        "encoder.x_2 is water, shown as drink (word)",
    ),
    "attribute": (r'value="0\.792530033676"', 'value="0.792531033676"', "its element says"),
    "name": (r'data-value="encoder\.h_2\[0\]"', 'data-value="encoder.h_2[1]"', "encoder.h_2[1]"),
    "no such name": (r'data-value="encoder\.h_2\[0\]"', 'data-value="encoder.h_9[0]"', "no such"),
    "name taken away, seen": ('(?:<span class="mord computed" ' + H_2, "<b>0.79254", "is seen"),
    "name taken away, read": ("(?:<mn " + H_2, "<mn>0.79254", "nothing vouches for 0.79254"),
    "name taken away": (
        '(?: value="[^"]*" ' + H_2,
        ">0.79253",
        "0.79253, which is theory_pytorch.ours[0]",
    ),
    "size": (
        r'(data-shape="greedy\.E_dec\.shape\[0\]">)4',
        r"\g<1>5",
        "E_dec.shape[0] is 4",
    ),
    "word": (r'(data-word="greedy\.y_1"[^>]*>)पियो', r"\g<1>पानी", "shown as पानी (word)"),
    "token": (r'(data-value="greedy\.y_1">)1', r"\g<1>2", "greedy.y_1 is 1, shown as 2"),
    "a formula's own digit": (
        r'(<span class="mord">)1(?=</span>)',
        r"\g<1>7",
        "the digit 7 is seen",
    ),
    "typed beside": (r"(<h2[^>]*>)1\.", r"\g<1>0.6044 and", "0.6044, which is "),
}


@pytest.mark.parametrize("place", PLACES)
def test_one_wrong_digit_is_found_in(place, theory):
    pattern, replacement, told = PLACES[place]
    planted, count = re.subn(pattern, replacement, theory, count=1, flags=re.S)
    assert count == 1
    found = mistakes(planted)
    assert any(told in text for text in found), found


NOTEBOOK = "notebooks/encoder/"
ANYWHERE = {
    "a number of a scale": ("vanishing/", r'(<text class="y"[^>]*>)0\.', r"\g<1>1."),
    "a curve": ("vanishing/", r'("plot".*?<path d="M[^"]*)\d(?=")', r"\g<1>77"),
    "code in a sentence": ("index.html", r"(<code>[^<]*)(?=</code>)", r"\g<1>0.46"),
    "a file of the package": ("source/models/rnn/", r"(<code>.*)tanh", r"\g<1>sinh"),
    "a relation": (THEORY, r"(<mo\b[^>]*>)≈", r"\g<1>="),
    "a signature": ("reference/package/", r"(doc-signature.*?)1(?=</span>)", r"\g<1>2"),
    "a docstring": ("reference/package/", r"(doc-contents.*?<p>[^<]*?)\d(?=[^<]*</p>)", r"\g<1>77"),
    "a notebook's sentence": (NOTEBOOK, r"(<p>[^<]*) the ", r"\1 no "),
    "a notebook's formula": ("notebooks/bptt_four_ways/", "(?<=<mi>)L(?=</mi>)", "M"),
    "what a notebook has copied": (NOTEBOOK, r"(clipboard-copy-txt[^>]*>[^<]*?)\d", r"\g<1>77"),
    "a title in the navigation": (THEORY, "RNN theory(?=.*<article)", "RNN practice"),
    "where a link leads": (THEORY, r'href="\.\./tokens/"', 'href="../rtrl/"'),
    "a word": (THEORY, r"<p>The (\w+)", r"<p>A \g<1>"),
    "a word taken away": (THEORY, r"<p>The ", r"<p>"),
    "what a command prints": (
        "contributing/numbers/",
        r"(language-console.*?\.py:)\d+:",
        r"\g<1>0:",
    ),
}


@pytest.mark.parametrize("place", ANYWHERE)
def test_what_a_page_shows_and_its_source_does_not_give_is_found(built_site, place):
    address, pattern, replacement = ANYWHERE[place]
    page = built_site / address
    right = (page if page.is_file() else page / "index.html").read_bytes()
    assert differences.differences("page.html", right, right) == []
    planted, count = re.subn(pattern, replacement, right.decode(), count=1, flags=re.S)
    assert count == 1
    (told, *_) = differences.differences("page.html", planted.encode(), right)
    assert re.fullmatch("(.*) differs after “.*”: right is .*, shown is .*", told)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('<pre tabindex="0">h_0 = [0. 0.]\nh_1 = [0.46211716', "h_1 = [0.46211715", "prints"),
        ('<span class="mf">1.0</span>', '<span class="mf">1.5</span>', "the code of cell 1"),
    ],
)
def test_a_wrong_digit_in_a_notebook_is_found(built_site, old, new, told):
    html = (built_site / NOTEBOOK / "index.html").read_text("utf-8")
    assert mistakes(html, NOTEBOOK) == []
    assert old in html
    (found,) = mistakes(html.replace(old, f"<pre>{new}" if "pre" in old else new, 1), NOTEBOOK)[:1]
    assert told in found


def test_a_number_in_an_attribute_is_compared_with_its_value():
    made = convert('![At [[= encoder.h_1 =]]](x.png) <i title="[[= encoder.h_2[0] =]]">a</i>')
    assert page(made) == []
    assert page(made.replace("At (0.46212", "At (0.46213")) == [
        "encoder.h_1[0] is 0.46212, shown as 0.46213 (img alt)"
    ]
    assert page(made.replace('title="0.79253"', 'title="0.79353"')) == [
        "encoder.h_2[0] is 0.79253, shown as 0.79353 (i title)"
    ]


def test_a_field_of_a_panel_holds_the_examples_input():
    made = convert("[[= encoder | live =]]")
    assert made.count("data-input=") > 5
    assert page(made) == []
    changed = re.sub(r'(data-input="encoder\.W\[0,0\]"[^>]* value=)"0\.3"', r'\1"0.4"', made)
    assert page(changed) == ["encoder.W[0,0] is 0.3, its element says 0.4"]


@pytest.mark.parametrize(
    ("pattern", "planted"),
    [
        ("(?<=<title>)", "0.79254 "),
        ('(?<=<meta name="description" content=")', "0.79254 "),
        ("(?=</head>)", '<meta property="og:title" content="0.79254">'),
        (r'(?<=<span class="md-ellipsis">)\s*1\.', "0.79254 "),
        (r"(?<=</article>)", "0.79254"),
    ],
)
def test_a_number_around_the_article_must_stand_in_one(pattern, planted, theory, tmp_path):
    file = tmp_path / THEORY / "index.html"
    file.parent.mkdir()
    text, count = re.subn(pattern, planted, theory, count=1)
    assert count == 1
    told = "nothing vouches for 0.79254 around the article"
    assert found_in(tmp_path, file, text) == [(THEORY, told)]
    assert found_in(tmp_path, file, text.replace("0.79254", "0.79253")) == []


def found_in(site, file, text):
    """What is wrong with a site that has one page, which was built so."""
    file.write_text(text, "utf-8")
    manifest.write(site)
    return verify(str(site), make_again=False).mistakes


def test_another_format_is_right_if_the_package_prints_it_so():
    made = convert("[[= encoder.h_1[0] | .3f =]] $[[= encoder.h_1[0] | .2e =]]$")
    assert page(made) == []
    assert page(made.replace(">0.462<", ">0.463<"))
    assert page(made.replace("4.62 × 10⁻¹", "4.61 × 10⁻¹"))


def with_graphs(body, **graphs):
    text = json.dumps(graphs).replace("<", r"\u003c")
    return f'{body}<template class="graphs">{text}</template>'


def test_a_pages_own_graphs_are_run_too():
    made = convert("[[= encoder.h_2 =]] $[[= encoder.h_1 =]]$ [[= teacher_forced.y_1 =]]")
    graphs = as_json(encoder=ENCODER.trace, teacher_forced=TEACHER_FORCED.trace)
    html = f"<article>{with_graphs(made, **graphs)}</article>"
    found = Verified()
    verifier._page("nowhere/", html, found, lambda _: None)
    assert (found.mistakes, found.graphs) == ([], 7)
    graphs["encoder"]["nodes"][2]["value"][0] = 0.9
    told = page(with_graphs(made, **graphs))
    assert any("by the page's graph, shown as 0.79253" in text for text in told)
    assert page(f'{made}<template class="graphs">{{</template>')[0].startswith("its graphs cannot")
    graphs["encoder"]["nodes"][7]["op"] = "evil"
    assert any(
        "node 7 of the graph 'encoder'" in text for text in page(with_graphs(made, **graphs))
    )


def test_graphs_that_lie_beside_a_page_are_run_too(tmp_path):
    graphs = as_json(encoder=ENCODER.trace)
    made = convert("[[= encoder.h_2 =]]") + '<template class="graphs" data-src="a%20b.json">'
    (tmp_path / "page.html").write_text(f"<article>{made}</template></article>", "utf-8")
    (tmp_path / "a b.json").write_text(json.dumps(graphs), "utf-8")
    manifest.write(tmp_path)
    found = verify(str(tmp_path), make_again=False)
    assert (found.mistakes, found.graphs) == ([], 2)
    (tmp_path / "a b.json").unlink()
    manifest.write(tmp_path)
    ((_, text),) = verify(str(tmp_path), make_again=False).mistakes
    assert text.startswith("its graphs cannot be read: ")


@pytest.fixture
def small_site(built_site, tmp_path, monkeypatch):
    """The home page and one that it links to, with a wrong digit."""
    shutil.copy(built_site / "index.html", tmp_path / "index.html")
    (tmp_path / "rnn-theory").mkdir()
    wrong = '<article><data data-value="encoder.h_1[0]">0.46213</data></article>'
    (tmp_path / "rnn-theory" / "index.html").write_text(wrong, "utf-8")
    (tmp_path / "unlinked.html").write_text(wrong, "utf-8")
    manifest.write(tmp_path)
    built = {name: (built_site / name).read_bytes() for name in manifest.names(built_site)}
    right = {name: built.get(name, b"") for name in manifest.names(tmp_path)}
    monkeypatch.setattr(rebuild, "files", lambda _: right)
    return tmp_path


def test_the_command_reports_and_fails(small_site):
    told = CliRunner().invoke(app, ["verify", str(small_site)])
    assert told.exit_code == 1
    assert "unlinked.html: encoder.h_1[0] is 0.46212, shown as 0.46213 (data)" in told.stderr
    assert "3 pages: " in told.stdout
    assert "elements name one" in " ".join(told.stdout.split())
    data = json.loads(CliRunner().invoke(app, ["verify", str(small_site), "--json"]).stdout)
    assert data["pages"] == 3
    assert {wrong["page"] for wrong in data["wrong"]} == {"rnn-theory/", "unlinked.html"}
    assert any("the visible text differs" in wrong["text"] for wrong in data["wrong"])


def test_the_command_succeeds_on_a_site_that_is_right(small_site, built_site):
    shutil.copy(built_site / THEORY / "index.html", small_site / THEORY / "index.html")
    (small_site / "unlinked.html").unlink()
    del rebuild.files(None)["unlinked.html"]
    manifest.write(small_site)
    told = CliRunner().invoke(app, ["verify", str(small_site)])
    assert (told.exit_code, told.stderr) == (0, "")


@pytest.mark.parametrize("make_again", [True, False])
def test_a_file_that_no_build_wrote_is_told(small_site, make_again):
    (small_site / "old.css").write_text("", "utf-8")
    found = dict(verify(str(small_site), make_again=make_again).mistakes)
    told = "the sources give no such file" if make_again else "is not in manifest.json"
    assert found["old.css"].startswith(told)


@pytest.mark.parametrize("make_again", [True, False])
def test_a_list_of_files_that_is_wrong_is_told(small_site, make_again):
    file = small_site / manifest.NAME
    made = json.loads(file.read_text("utf-8"))
    made["files"]["index.html"] = "0" * 64
    made["files"]["more.css"] = "1" * 64
    file.write_text(json.dumps(made), "utf-8")
    found = dict(verify(str(small_site), make_again=make_again).mistakes)
    told = "is not the file that was built: manifest.json has another SHA-256"
    assert found["index.html"] == told
    assert found["more.css"] == "is not there"


def test_sources_that_do_not_build_are_told(small_site, tmp_path_factory, monkeypatch):
    monkeypatch.undo()  # what small_site set
    monkeypatch.setattr(rebuild, "ROOT", tmp_path_factory.mktemp("nothing"))
    found = verify(str(small_site)).mistakes
    told = [text for page, text in found if page == "mkdocs.yml"]
    assert ["the sources do not build: " in text for text in told] == [True]
    assert any("encoder.h_1[0] is 0.46212" in text for _, text in found)


def test_a_page_that_lacks_a_value_of_its_source_is_told(theory):
    """It is stale: built before its source was changed."""
    stale = theory.replace('data-value="water_drink.h_2[0]"', 'data-value="water_drink.h_2[1]"')
    told = "the attribute data-value of <span> differs after “"
    found = differences.differences("page.html", stale.encode(), theory.encode())
    assert any(text.startswith(told) for text in found)


@pytest.mark.parametrize("target", ["http://127.0.0.1:9/", "nowhere/at/all", "http://[bad/"])
def test_no_site_is_one_line(target):
    told = CliRunner().invoke(app, ["verify", target])
    assert told.exit_code == 1
    assert target in told.stderr
    assert "Traceback" not in told.output


def test_a_claim_that_is_false_by_the_pages_graphs_is_found(tmp_path):
    file = tmp_path / "page.md"
    file.write_text("[[? it is *big* | encoder.h_1[0] > 0.4 ?]]", "utf-8")
    with collecting():
        made = converter(file).convert(file.read_text("utf-8"))
    assert page(made) == []
    false = '"it is big" is false by the page\'s graph, or the graph is not there'
    assert page(made.replace("[0.4]", "[0.9]")) == [false]
    without = re.sub(r"<template.*</template>", "", made, flags=re.S)
    assert page(without) == [false.replace("it is big", "claim 1")]
