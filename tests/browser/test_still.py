"""A page stands still while it loads: nothing that is read moves under the eyes of a reader."""

import re

SHIFT = """() => new Promise((resolve) => {
    let moved = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => moved += entry.value))
        .observe({type: "layout-shift", buffered: true});
    setTimeout(() => resolve(moved), 300);
})"""


def test_the_translator_has_its_room_before_it_is_there(open_page):
    page = open_page(viewport={"width": 412, "height": 823})
    page.goto("translator/")
    page.locator(".translator-words").wait_for()
    assert page.evaluate(SHIFT) < 0.02
    assert page.locator(".translator").get_attribute("data-ready") == ""
    page.get_by_role("textbox", name="English").fill("")
    page.wait_for_function("document.querySelector('.translator output').childElementCount === 0")
    assert page.locator(".translator").bounding_box()["height"] < 500  # px


def test_the_fonts_of_a_page_are_asked_for_at_once(built_site):
    fonts = {"literata-italic": "<em>", "katex-math-greek": "δ"}
    seen = set()
    for name in ("deep", "gru", "lstm", "softmax", "reference/notation", "reference/values"):
        text = (built_site / name / "index.html").read_text("utf-8")
        head, _, body = text.partition("</head>")
        content = body[body.index("<article") : body.index("</article>")]
        asked = {*re.findall(r'<link rel="preload" href="[^"]*/([\w-]+)\.woff2"', head)}
        assert {"literata", "source-sans-3"} <= asked, name
        for font, sign in fonts.items():
            is_used = sign in content and (font == "literata-italic" or 'class="katex"' in content)
            assert not is_used or font in asked, (name, font)
            seen |= {(font, is_used)}
    assert len(seen) == 2 * len(fonts)
