/* What is wider than its place: reachable by keyboard on screen, shrunk to the sheet on paper. */

const SCROLLERS =
  "div.math, figure.diagram, figure.heat, .network-scroll, .table-scroll, .md-typeset__scrollwrap, pre > code";
const SHEET = 640; // CSS pixels between the margins of A4, less a derivation's own

/**
 * A block takes the focus while it has something to scroll; one with numbers always does. All are measured
 * before any is changed: a change in between would have the page laid out again for each.
 */
const markScrollers = (blocks) => {
  const scrolling = blocks.filter((block) => block.scrollWidth > block.clientWidth + 1);
  for (const block of blocks) {
    const scrolls = scrolling.includes(block);
    block.toggleAttribute("data-scrolls", scrolls);
    if (block.classList.contains("computed-stop")) continue;
    if (scrolls) block.tabIndex = 0;
    else block.removeAttribute("tabindex");
  }
};

/** The share of its size at which a formula fits the sheet. */
const fitToSheet = (formula) => {
  const content = formula.querySelector(".katex-display");
  const scale = SHEET / (content?.scrollWidth || SHEET);
  if (scale < 1) formula.style.setProperty("--print-scale", scale.toFixed(3));
};

/** What has been laid out: to measure the rest, the browser would have to lay it out now. */
const known = new Set();

const sizes = new ResizeObserver((entries) => {
  const blocks = entries.map(({ target }) => target);
  for (const block of blocks) known.add(block);
  markScrollers(blocks);
});

/** Begin with the page that is shown now. */
const begin = () => {
  sizes.disconnect();
  known.clear();
  for (const block of document.querySelectorAll(SCROLLERS)) {
    sizes.observe(block);
    block.addEventListener("contentvisibilityautostatechange", () => markScrollers([block]));
  }
};

addEventListener("beforeprint", () => {
  const formulas = document.querySelectorAll("div.math");
  for (const formula of formulas) formula.classList.add("measured");
  for (const formula of formulas) fitToSheet(formula);
  for (const formula of formulas) formula.classList.remove("measured");
});

/** A font that comes late makes a text wider; the browser loads some when a reader comes near. */
document.fonts.addEventListener("loadingdone", () => markScrollers([...known]));

if (window.document$) window.document$.subscribe(begin);
else begin();
