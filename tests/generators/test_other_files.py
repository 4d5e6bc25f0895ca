"""Files in docs/ that are no pages: each is declared, and shows no number that was typed."""

from types import SimpleNamespace

import pytest

from rnn_examples.generators.other_files import faults

PICTURE = b"\x89PNG 1"


def found(folder, files, declared, page=""):
    docs = folder / "docs"
    for name, content in files.items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_bytes(content)
    written = "".join(f"    {name}: {why}\n" for name, why in declared.items())
    (folder / "mkdocs.yml").write_text(f"extra:\n  files:\n{written}", "utf-8")
    config = SimpleNamespace(
        docs_dir=str(docs),
        config_file_path=str(folder / "mkdocs.yml"),
        extra={"files": declared},
    )
    published = [
        SimpleNamespace(
            src_uri=name,
            abs_src_path=str(docs / name),
            is_documentation_page=lambda name=name: name == page,
        )
        for name in files
    ]
    of_the_theme = SimpleNamespace(
        src_uri="a.png", abs_src_path="/theme/a.png", is_documentation_page=lambda: False
    )
    told = faults([*published, of_the_theme], config)
    return [str(fault).replace(f"{folder}/", "") for fault in told]


def test_a_picture_that_nobody_declares_is_a_fault_that_says_what_to_write(tmp_path):
    (fault,) = found(tmp_path, {"a/loss.png": PICTURE}, {})
    assert fault.startswith("docs/a/loss.png:1:1: nobody vouches for the numbers that this file")
    checksum = fault.partition('write a/loss.png: "')[2][:8]
    declared = {"a/loss.png": f"{checksum}, a photograph"}
    assert found(tmp_path, {"a/loss.png": PICTURE}, declared) == []
    (fault,) = found(tmp_path, {"a/loss.png": PICTURE + b"2"}, declared)
    assert fault.startswith("docs/a/loss.png:1:1: this file was changed: look at it; then, below")


@pytest.mark.parametrize("name", ["loss.csv", "loss.pdf", "a/loss.json", "loss.mp4", "page.htm"])
def test_a_folder_declares_no_file_but_code(tmp_path, name):
    declared = {"a/": "code"} if "/" in name else {}
    files = {name: b"x", "a/a.js": b"x = 1"}
    told = found(tmp_path, files, {"a/": "code"} | declared)
    assert [fault.partition(":")[0] for fault in told] == [f"docs/{name}"]


def test_a_page_and_what_others_made_need_no_checksum(tmp_path):
    files = {"index.md": b"x", "vendor/a/b.woff2": b"x"}
    assert found(tmp_path, files, {"vendor/": "others'"}, page="index.md") == []


def test_what_declares_nothing_or_gives_no_reason_is_a_fault(tmp_path):
    told = found(tmp_path, {"a/b.css": b""}, {"a/": "", "c.png": "abcdef01, why"})
    assert told == [
        "mkdocs.yml:3:5: a/ is declared without a reason: write one behind it",
        "mkdocs.yml:4:5: c.png declares no file that is published: take it out",
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("plot.svg", "<svg><title>x</title><text>loss 0.57</text></svg>"),
        ("plot.svg", "<svg><text>0.5<tspan>7</tspan></text><desc>0.57</desc></svg>"),
        ("static.html", "<p>The loss is 0.57.</p>"),
        ("a.css", 'p::after { color: red; content: " 0.57" }'),
        ("a.css", "ol { counter-reset: item 57 }"),
    ],
)
def test_a_number_in_the_text_of_a_file_is_typed_by_hand(tmp_path, name, text):
    told = found(tmp_path, {name: text.encode()}, {})
    assert any("is typed by hand; show it on a page" in fault for fault in told)


def test_a_style_without_text_has_no_number(tmp_path):
    css = b'p { margin: 2px; content: ""; justify-content: center; width: 50% }'
    assert found(tmp_path, {"s/a.css": css}, {"s/": "styles"}) == []
