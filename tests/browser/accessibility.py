"""What axe finds wrong on a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AT_REST = """() => document.getAnimations().every(
    (animation) => animation.playState !== "running"
        || animation.effect.getComputedTiming().endTime === Infinity
)"""
"""No colour is on its way to another, as after a change of the window's width."""

DROP_ALIKE = """() => {
    const behind = new Map(), kinds = new Map(), seen = new Set(), dropped = [];
    // What lies behind a text, from the top of the page: all that is not transparent.
    const layersBehind = (element) => {
        if (!element) return "";
        if (!behind.has(element)) {
            const style = getComputedStyle(element);
            const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter,
                style.mixBlendMode].join();
            const isPlain = own === "rgba(0, 0, 0, 0),none,1,none,normal";
            // What is taken out of its place may lie on anything: it is like no other.
            const isFree = ["absolute", "fixed", "sticky"].includes(style.position);
            behind.set(element, layersBehind(element.parentElement)
                + (isPlain ? "" : `;${own}`) + (isFree ? `;${behind.size}` : ""));
        }
        return behind.get(element);
    };
    const attributes = (element) => [...element.attributes].map(({name, value}) =>
        /^(id|role|lang|dir|tabindex|aria-.*)$/.test(name) ? `${name}=${value}` : name);
    const note = (element) => {
        const {color, fontSize, fontWeight, textShadow, visibility} = getComputedStyle(element);
        // A bracket that is drawn as large as its matrix has no text, so no layer matters to it.
        const layers = element.closest("svg") ? "drawn" : layersBehind(element);
        kinds.set(element, [element.localName, ...attributes(element), color, fontSize,
            fontWeight, textShadow, visibility, layers].join("|"));
    };
    // What is read aloud is clipped away: nobody sees a colour of it.
    const noteClipped = (formula) => {
        const {clip, clipPath, display, position, visibility} = getComputedStyle(formula);
        const clipped = [clip, clipPath, display, position, visibility].join();
        for (const part of formula.querySelectorAll("*")) {
            kinds.set(part, [part.localName, ...attributes(part), clipped].join("|"));
        }
    };
    const isAlike = (part) => seen.has(kinds.get(part)) && [...part.children].every(isAlike);
    const drop = (part) => {
        if (isAlike(part)) {
            dropped.push([part, part.nextSibling, part.parentNode]);
            return;
        }
        [...part.children].forEach(drop);
        seen.add(kinds.get(part));
    };
    document.querySelectorAll(".katex-html *").forEach(note);
    document.querySelectorAll(".katex-mathml").forEach(noteClipped);
    document.querySelectorAll(":is(.katex-html, .katex-mathml) > *").forEach(drop);
    for (const [part] of dropped) part.remove();
    window.putBack = () => {
        for (const [part, next, parent] of dropped.reverse()) parent.insertBefore(part, next);
    };
}"""
"""Take from the formulas, drawn and read aloud, each part that has the like in one before it.

Parts are alike that have the same attributes, colours and sizes on the same layers: nothing else
of a part matters to axe. A page has ten thousand of them, of a few kinds.
"""


def violations(page: Page, *rules: str) -> str:
    """Every violation of these rules, or of all, in words; nothing if there is none.

    axe is not asked for what passes, which would take as long again.
    """
    page.wait_for_function(AT_REST)
    page.evaluate(DROP_ALIKE)
    options: dict[str, object] = {"resultTypes": ["violations"]}
    found = Axe().run(page, options=options | ({"runOnly": [*rules]} if rules else {}))
    page.evaluate("putBack()")
    return found.generate_report() if found.violations_count else ""
