/* Every page with computed numbers begins here. What they need is loaded when a reader turns to one. */

import "./overflow.js";
import { announce, choose, move, STOPS } from "./live/stops.js";

const NUMBER = "[data-value]", LIVE = "form.live, .live-player";

/** The number that a place on the page belongs to: of a cell, all of it does. */
const numberAt = ({ target }) => target.closest?.(NUMBER) ?? target.closest?.(".cell")?.querySelector(NUMBER);

/** The page that is shown now: its graphs, and its numbers once they know how they came about. */
let graphs, session;

/** The theme may have put another page in the place of the one before; it says so a moment later. */
const turn = () => {
  const shown = document.querySelector("template.graphs");
  if (shown === graphs) return;
  session?.then((old) => old.end());
  [graphs, session] = [shown, undefined];
};

const wake = async () => {
  turn();
  const shown = graphs;
  if (!shown) return undefined;
  const opened = await (session ??= import("./live/session.js").then(({ open }) => open(shown)));
  return shown.isConnected ? opened : undefined; // else another page has come meanwhile
};

const SLICE = 5; // milliseconds at a time: what a reader does meanwhile must not wait
const whenIdle = window.requestIdleCallback ?? ((use) => setTimeout(use, 100));

/** The first ones first, while nothing else is to do: a page may have hundreds. */
const announceAll = (waiting) =>
  whenIdle(() => {
    const end = performance.now() + SLICE;
    while (waiting.length && performance.now() < end) {
      const stop = waiting.pop();
      if (stop.matches(NUMBER) || stop.querySelector(NUMBER)) announce(stop);
    }
    if (waiting.length) announceAll(waiting);
  });

const start = () => {
  turn();
  announceAll([...document.querySelectorAll(STOPS)].reverse());
  const forms = [...document.querySelectorAll(LIVE)];
  if (forms.length && (location.search || forms.some(({ early }) => early))) wake();
  if (document.querySelector(".lesson-end, .translator, .values-search")) import("./more.js").then(({ start }) => start());
};

const listen = (type, use) => document.addEventListener(type, use);

/** A pointer chooses the number it is on, before the focus comes, which would choose the first one of a formula. */
listen("pointerdown", (event) => {
  const number = numberAt(event), stop = number?.closest(STOPS);
  if (!stop) return;
  announce(stop);
  choose(stop, number);
});
listen("click", async (event) => {
  const { target } = event, number = numberAt(event);
  if (number && !getSelection().toString()) {
    const page = await wake();
    page?.light(number);
    page?.explain(number);
  } else if (target.closest?.(LIVE)) wake();
});
listen("pointerover", async (event) => {
  const number = numberAt(event);
  if (number || session) (await wake())?.light(number);
  if (event.target.closest?.(LIVE)) wake();
});
listen("focusin", async (event) => {
  const stop = event.target.closest?.(".computed-stop");
  if (stop?.matches(":focus-visible")) {
    const number = move(stop, 0); // before the next key comes
    (await wake())?.light(number);
  } else if (event.target.closest?.(LIVE)) wake();
});
listen("keydown", async (event) => {
  const stop = event.target.closest?.(".computed-stop");
  if (!stop || event.altKey || event.ctrlKey || event.metaKey) return;
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const isOpening = event.key === "Enter" || event.key === " ";
  if (!step && !isOpening) return;
  event.preventDefault();
  const number = move(stop, step ?? 0);
  const page = await wake();
  if (!number) return;
  if (isOpening) page?.explain(number);
  else page?.light(number);
});
listen("keydown", ({ key, target, altKey, ctrlKey, metaKey }) => {
  if (key !== "k" || altKey || ctrlKey || metaKey || target.closest?.("input, textarea, select")) return;
  document.getElementById("notation")?.togglePopover?.();
});
addEventListener("popstate", async () => (await session)?.restore());

if (window.document$) window.document$.subscribe(start);
else start();
