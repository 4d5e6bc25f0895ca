/* The card of a number: what it is, the one operation that made it, where, and who checked it. */

import { nameOf, suffix } from "../graph/names.js";
import { OPERATIONS } from "../graph/operations.js";
import { entryOf } from "./bindings.js";
import { called } from "./formula.js";
import { beside } from "./place.js";

const make = (tag, content, attributes = {}) => {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.append(...[content].flat());
  return element;
};

/** Twelve digits: the last ones of a double differ between processors. */
const digits = (x) => String(Number(x.toPrecision(12))).replace("-", "−");

const link = (text, href) => make("a", text, { href });

const MANY = 24; // more operands than this are not read one by one
const FEW = 3; // sentences that are told

/** The entries that a claim's condition is computed from. */
const entriesOf = ({ run, graphs }, claim) => {
  const waiting = [[claim, graphs[claim].nodes.length - 1, 0]], seen = new Set(), found = new Set();
  for (const one of waiting) {
    for (const parent of run.parents(...one)) {
      const key = parent.join();
      if (parent[0] !== claim) found.add(key);
      else if (!seen.has(key)) waiting.push(parent);
      seen.add(key);
    }
  }
  return found;
};

/** What the page says of an entry: the sentences that speak of few others first, and how many more there are. */
export const said = (session, entry) => {
  const { graphs } = session, name = `${entry[0]}.${nameOf(graphs[entry[0]], entry[1])}`;
  const claims = Object.keys(graphs).filter((key) => graphs[key].values?.includes(name))
    .map((key) => [key, entriesOf(session, key)])
    .filter(([, entries]) => entries.has(entry.join()))
    .sort(([, one], [, other]) => one.size - other.size);
  const told = claims.slice(0, FEW).map(([key]) => `Said of this number: “${graphs[key].text}”`);
  return claims.length > FEW ? [...told, `And ${claims.length - FEW} more on this page.`] : told;
};

export class Card {
  constructor(session) {
    this.session = session;
    this.element = make("div", [], { class: "why", popover: "auto", role: "dialog", tabindex: "-1" });
    document.body.append(this.element);
    this.element.addEventListener("toggle", ({ newState }) => {
      if (newState === "closed") this.#return();
    });
  }

  /** Open the card of a number on the page. */
  open(number) {
    const entry = entryOf(this.session.graphs, number.dataset.value);
    if (!entry) return;
    this.opener = number.closest(".computed-stop") ?? number;
    this.number = number;
    this.way = [];
    if (this.isOpen) this.element.hidePopover();
    this.#fill(entry);
    this.element.showPopover();
    beside(this.element, this.number);
    this.element.focus({ preventScroll: true });
  }

  get isOpen() {
    return this.element.matches(":popover-open");
  }

  #return() {
    if (this.element.contains(document.activeElement) || document.activeElement === document.body) this.opener?.focus({ preventScroll: true });
  }

  /** @param {[string, number, number]} entry */
  #fill(entry) {
    const [example, node, at] = entry, { run, graphs } = this.session, graph = graphs[example];
    const recorded = graph.nodes[node], printed = run.printed(example, node, at), name = called(this.session, entry);
    const close = make("button", "×", { type: "button", class: "why-close", "aria-label": "Close" });
    close.onclick = () => this.element.hidePopover();
    this.session.related?.light({ dataset: { value: `${example}.${nameOf(graph, node)}${suffix(recorded.shape, at)}` } });
    this.element.setAttribute("aria-label", `Where ${name} comes from`);
    this.element.replaceChildren(
      make("p", [make("code", name), close], { class: "why-name" }),
      make("p", printed.problem ? printed.why : digits(run.value(example, node).data[at]), { class: "why-value" }),
      make("p", this.#operation(entry, recorded), { class: "why-made" }),
      make("p", this.#source(graph, recorded), { class: "why-source" }),
      ...said(this.session, entry).map((text) => make("p", text, { class: "why-said" })),
      ...this.#notes(nameOf(graph, node), graph, recorded),
      make("p", ["On the page: ", make("span", "made from these", { class: "key-made-from" }), ", ", make("span", "goes into these", { class: "key-makes" })], { class: "why-key" }),
    );
    if (!this.way.length) return;
    const back = make("button", "Back", { type: "button", class: "why-back" });
    back.onclick = () => this.#go(this.way.pop());
    this.element.append(back);
  }

  #go(entry) {
    this.#fill(entry);
    beside(this.element, this.number);
    this.element.focus({ preventScroll: true });
  }

  /** An operand: its name and number, which lead to its own card. */
  #operand(entry, parent) {
    const [example, node, at] = parent, printed = this.session.run.printed(example, node, at);
    const name = called(this.session, parent).replace(`${entry[0]}.`, ""), text = printed.problem ?? printed.text;
    const button = make("button", [make("code", name), name === text ? "" : ` ${text}`], { type: "button" });
    button.onclick = () => {
      this.way.push(entry);
      this.#go(parent);
    };
    return button;
  }

  #operation(entry, { op, from }) {
    if (op === "input" && !from) return ["Given: an input of the example."];
    if (op === "constant") return ["A number that stands in the code."];
    if (op === "setting") return ["A setting that the inputs were made with."];
    const parents = this.session.run.parents(...entry);
    const operands = parents.slice(0, MANY).map((parent) => this.#operand(entry, parent));
    const rest = parents.length > MANY ? [` and ${parents.length - MANY} more`] : [];
    if (from) return ["Handed over: ", ...operands];
    return ["= ", ...OPERATIONS[op].written(operands), ...rest];
  }

  #source({ sources, given }, { at }) {
    const [text, place, page, repository] = at === undefined ? ["", ...given] : sources[at];
    const where = page ? link(place, page) : place;
    return [...(text ? [make("code", text), " "] : []), "in ", where, ...(repository ? [" · ", link("repository", repository)] : [])];
  }

  #notes(name, { checks, pages }, { op, from }) {
    const isGiven = op === "input" || op === "constant" || op === "setting";
    const by = (checks[name] ?? []).map(([oracle, difference]) => `${oracle} (to ${difference})`);
    const checked = by.length ? `Checked against ${by.join(" and ")}.` : "Checked through the values that it leads to.";
    const edited = Object.keys(this.session.inputs).length ? " The check is of the first numbers, not of yours." : "";
    const others = (pages[name] ?? []).flatMap(([href, title], k) => [...(k ? [", "] : []), link(title, href)]);
    return [
      ...(isGiven || from ? [] : [make("p", checked + edited, { class: "why-checks" })]),
      ...(others.length ? [make("p", ["Also on ", ...others], { class: "why-pages" })] : []),
    ];
  }

  end() {
    this.element.remove();
  }
}
