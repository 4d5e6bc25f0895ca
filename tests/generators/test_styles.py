"""The style sheets of a site, put in one."""

import re

import pytest

from rnn_examples.generators import styles

RED = "[data-md-color-primary=red]"
SWITCHING = "[data-md-color-switching] *,[data-md-color-switching] :after{x:1}"
TABS = ".no-js .md-typeset .tabbed-set>:first-child,.t>:first-child{x:2}"
THEME = f"{SWITCHING}{TABS}{RED}{{--a:1}}.b{{--a:2}}@media print{{{RED} .c{{x:y}}}}{RED}{{--b:3}}"


@pytest.fixture
def site(tmp_path):
    files = {
        "assets/stylesheets/main.css": THEME,
        "vendor/k.css": '@font-face { src: url(fonts/k.woff2) format("woff2") }',
        "css/own.css": '/* why */ .own { background: url("../img/x.svg"), url(data:image/png,0) }',
        "index.html": '<head>\n<link rel="stylesheet" href="assets/stylesheets/main.css">\n'
        '<link rel="stylesheet" href="vendor/k.css">\n'
        '<link rel="stylesheet" href="css/own.css">\n</head>',
        "deep/er/index.html": '<link rel="stylesheet" href="../../assets/stylesheets/main.css">\n'
        '<link rel="stylesheet" href="../../vendor/k.css"><p>text</p>\n'
        '<link rel="stylesheet" href="../../css/own.css">\n',
        "404.html": '<link rel="stylesheet" href="/rnn/css/own.css">\n',
        "other.html": '<link rel="stylesheet" href="https://example.org/a.css">\n',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    styles.bundle(tmp_path)
    return tmp_path


def test_a_ready_made_colour_that_the_site_has_stays(tmp_path):
    sheet = tmp_path / styles.FOLDER / "theme.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text(f"{RED}{{--a:1}}{RED.replace('red', 'redder')}{{--b:2}}", "utf-8")
    page = '<link rel="stylesheet" href="assets/stylesheets/theme.css">'
    (tmp_path / "404.html").write_text(f'{page}<body data-md-color-primary="red">', "utf-8")
    styles.bundle(tmp_path)
    (made,) = sheet.parent.glob("site.*.css")
    assert made.read_text("utf-8") == f"{RED}{{--a:1}}"


def linked(site, page: str) -> list[str]:
    return re.findall(r'rel="stylesheet" href="([^"]+)"', (site / page).read_text("utf-8"))


def test_a_page_has_one_link_to_all_its_sheets_in_their_order(site):
    (name,) = linked(site, "index.html")
    text = (site / name).read_text("utf-8")
    assert [*re.findall(r"\.b|k\.woff2|\.own", text)] == [".b", "k.woff2", ".own"]
    assert linked(site, "deep/er/index.html") == [f"../../{name}"]
    assert "<p>text</p>" in (site / "deep/er/index.html").read_text("utf-8")


def test_a_page_with_other_sheets_has_another_bundle(site):
    (name,) = linked(site, "404.html")
    assert name.startswith("/rnn/assets/stylesheets/site.")
    assert ".b" not in (site / name.removeprefix("/rnn/")).read_text("utf-8")
    assert linked(site, "other.html") == ["https://example.org/a.css"]


def test_files_that_a_sheet_names_are_found_from_where_the_bundle_lies(site):
    (name,) = linked(site, "index.html")
    text = (site / name).read_text("utf-8")
    assert re.findall(r"url\(([^)]+)\)", text) == [
        "../../vendor/fonts/k.woff2",
        "../../img/x.svg",
        "data:image/png,0",
    ]


def test_colours_that_the_site_does_not_use_are_left_out(site):
    (name,) = linked(site, "index.html")
    text = (site / name).read_text("utf-8")
    assert "red" not in text
    assert "--a:2" in text


def test_rules_for_the_sake_of_which_a_whole_page_is_styled_again_are_left_out(site):
    (name,) = linked(site, "index.html")
    text = (site / name).read_text("utf-8")
    assert "switching" not in text
    assert ".no-js" not in text
    assert ".t>:first-child{x:2}" in text
