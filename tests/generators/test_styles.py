"""The style sheets of a site, put in one: the installed theme's and the project's own."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import material
import minify
import pytest
import tinycss2

from rnn_examples.generators import styles

THEME = Path(material.__file__).parent / "templates"
MAIN, PALETTE = (
    next((THEME / "assets" / "stylesheets").glob(f"{name}.*.css")).relative_to(THEME).as_posix()
    for name in ("main", "palette")
)
OWN = "css/own.css"
USED = ("custom", "teal")

COLOUR = re.compile(r"\[data-md-color-(?:primary|accent)=[\"']?([\w-]+)")


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """A site with the theme's real sheets, in the project's colour and one that is ready made."""
    folder = tmp_path_factory.mktemp("styles")
    own = '@font-face { src: url(k.woff2) } /* why */ .own { background: url("../img/x.svg") }'
    files = {
        OWN: own,
        "index.html": f'<head>\n{links("")}\n</head><body data-md-color-primary="custom">',
        "deep/er/index.html": f"{links('../../')}<p>text</p>\n",
        "404.html": f'{link("/rnn/css/own.css")}<body data-md-color-primary="teal">',
        "other.html": link("https://example.org/a.css"),
        "picture.css": ".own > foreignObject { color: red }",
        "picture.html": link("picture.css"),
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    for name in (MAIN, PALETTE):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(THEME / name, folder / name)
    styles.bundle(folder)
    return folder


def link(address: str) -> str:
    return f'<link rel="stylesheet" href="{address}">\n'


def links(up: str) -> str:
    return "".join(link(up + name) for name in (MAIN, PALETTE, OWN))


def linked(site: Path, page: str) -> list[str]:
    return re.findall(r'rel="stylesheet" href="([^"]+)"', (site / page).read_text("utf-8"))


def bundled(site: Path) -> str:
    (name,) = linked(site, "index.html")
    return (site / name).read_text("utf-8")


def rules(css: str, inside: str = "") -> Iterator[tuple[str, str, str]]:
    """Each selector with its rule's declarations, and the at-rule around it: by a parser of CSS."""
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        assert rule.type in {"qualified-rule", "at-rule"}, rule
        head, body = tinycss2.serialize(rule.prelude), tinycss2.serialize(rule.content or ())
        if rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports"}:
            yield from rules(body, f"{inside}@{rule.at_keyword}{head}")
        elif rule.type == "at-rule":
            yield inside, f"@{rule.at_keyword}{head}", body
        else:
            for selector in selectors(rule.prelude):
                yield inside, selector, body


def selectors(prelude: list) -> Iterator[str]:
    """The selectors between the commas that stand in no brackets."""
    parts: list[list] = [[]]
    for part in prelude:
        if part == ",":
            parts.append([])
        else:
            parts[-1].append(part)
    yield from (tinycss2.serialize(part).strip() for part in parts)


def is_left_out(selector: str) -> bool:
    """Whether no browser of the site needs a selector."""
    return (
        any(colour not in USED for colour in COLOUR.findall(selector))
        or "[data-md-color-switching] " in selector
        or (".no-js" in selector and ".tabbed-set" in selector)
    )


def test_of_the_theme_all_is_kept_but_what_nobodys_browser_uses(site):
    """The theme's rules, as a parser of CSS finds them before and after."""
    given = [
        rule
        for name in (MAIN, PALETTE)
        for rule in rules(minify.string("text/css", (THEME / name).read_text("utf-8")))
    ]
    kept = {rule for rule in rules(bundled(site)) if "url(" not in rule[2]}
    wanted = {rule for rule in given if not is_left_out(rule[1]) and "url(" not in rule[2]}
    assert kept == wanted


def test_what_is_left_out_is_in_the_theme_and_no_longer_in_the_site(site):
    theme = "".join((THEME / name).read_text("utf-8") for name in (MAIN, PALETTE))
    given = {selector for _, selector, _ in rules(theme)}
    kept = {selector for _, selector, _ in rules(bundled(site))}
    others = {colour for selector in given for colour in COLOUR.findall(selector)} - {*USED}
    assert len(others) > 15
    for is_there in (
        lambda selector: others & {*COLOUR.findall(selector)},
        lambda selector: "[data-md-color-switching] " in selector,
        lambda selector: ".no-js" in selector and ".tabbed-set" in selector,
    ):
        assert any(map(is_there, given))
        assert not any(map(is_there, kept))


def test_a_ready_made_colour_that_the_site_has_stays(site):
    colours = {
        colour for _, selector, _ in rules(bundled(site)) for colour in COLOUR.findall(selector)
    }
    assert colours == {"teal"}  # the theme has none that is called custom


def test_a_page_has_one_link_to_all_its_sheets_in_their_order(site):
    (name,) = linked(site, "index.html")
    text = bundled(site)
    assert text.index(".md-typeset") < text.index("data-md-color-scheme=slate") < text.index(".own")
    assert linked(site, "deep/er/index.html") == [f"../../{name}"]
    assert "<p>text</p>" in (site / "deep/er/index.html").read_text("utf-8")


def test_a_page_with_other_sheets_has_another_bundle(site):
    (name,) = linked(site, "404.html")
    assert name.startswith("/rnn/assets/stylesheets/site.")
    assert ".md-typeset" not in (site / name.removeprefix("/rnn/")).read_text("utf-8")
    assert linked(site, "other.html") == ["https://example.org/a.css"]


def test_files_that_a_sheet_names_are_found_from_where_the_bundle_lies(site):
    found = re.findall(r"url\((?!data:|[\"']data:)([^)]+)\)", bundled(site))
    assert found[-2:] == ["../../css/k.woff2", "../../img/x.svg"]
    data = r"url\([\"']?data:[^)]*\)"
    theme = "".join((THEME / name).read_text("utf-8") for name in (MAIN, PALETTE))
    assert len(re.findall(data, bundled(site))) == len(re.findall(data, theme)) > 10


def test_elements_of_svg_are_named_as_firefox_knows_them(site):
    (name,) = linked(site, "picture.html")
    assert ".own>foreignObject{" in (site / name).read_text("utf-8")
