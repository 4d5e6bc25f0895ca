/* Every page with computed numbers begins here. What they need is loaded when a reader turns to one. */

import "./overflow.js";
import { announce, move, STOPS } from "./live/stops.js";

const NUMBER = "[data-value]";

/** The page that is shown now: its graphs, and its numbers once they know how they came about. */
let graphs, session;

/** The theme may have put another page in the place of the one before; it says so a moment later. */
const turn = () => {
  const shown = document.querySelector("template.graphs");
  if (shown === graphs) return;
  session?.then((old) => old.end());
  [graphs, session] = [shown, undefined];
};

const wake = () => {
  turn();
  const shown = graphs;
  return shown && (session ??= import("./live/session.js").then(({ open }) => open(shown)));
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
  if (document.querySelector("form.live") && location.search) wake();
  const search = document.querySelector(".values-search");
  if (search) import("./live/search.js").then(({ listen }) => listen(search));
};

/** The number that an event is about: the one it happened on, or the one that is chosen in a formula. */
const numberAt = ({ target }) => target.closest?.(NUMBER) ?? target.closest?.(".computed-stop")?.querySelector(".chosen");

const listen = (type, use) => document.addEventListener(type, use);

listen("click", async (event) => {
  const number = numberAt(event);
  if (number && !getSelection().toString()) (await wake())?.explain(number);
});
listen("pointerover", async (event) => {
  const number = event.target.closest?.(NUMBER);
  if (number || session) (await wake())?.light(number);
  if (event.target.closest?.("form.live")) wake();
});
listen("focusin", async (event) => {
  const stop = event.target.closest?.(".computed-stop");
  if (stop) (await wake())?.light(move(stop, 0));
  else if (event.target.closest?.("form.live")) wake();
});
listen("focusout", ({ target }) => target.querySelector?.(".chosen")?.classList.remove("chosen"));
listen("keydown", async (event) => {
  const stop = event.target.closest?.(".computed-stop");
  if (!stop || event.altKey || event.ctrlKey || event.metaKey) return;
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const isOpening = event.key === "Enter" || event.key === " ";
  if (!step && !isOpening) return;
  event.preventDefault();
  const number = step ? move(stop, step) : (stop.querySelector(".chosen") ?? stop);
  const page = await wake();
  if (isOpening) page?.explain(number);
  else page?.light(number);
});
addEventListener("popstate", async () => (await session)?.restore());

if (window.document$) window.document$.subscribe(start);
else start();
