/* One page while it is read: the inputs that its reader chose, what follows from them, the steps of the Back button. */

import { unpack } from "../graph/pack.js";
import { compute } from "../graph/run.js";
import { read, write } from "./address.js";
import { Bindings } from "./bindings.js";
import { Card } from "./card.js";
import { Related } from "./related.js";
import { notice } from "./notice.js";
import { Panel } from "./panel.js";
import { Player } from "./player.js";

const BURST = 1000; // milliseconds within which edits of one field are one step back
const QUIET = 250; // after the last edit, before the address follows: browsers refuse hundreds of changes

/** @param {HTMLTemplateElement} template  holds the graphs of the page's examples, or says where they are */
export const open = async ({ content, dataset }) =>
  new Session(dataset.src ? await fetched(dataset.src) : JSON.parse(content.textContent));

/** What a script beside the page brings along: a page on disk may not fetch. */
const fetched = (src) =>
  new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src, onload: () => resolve(script.graphs), onerror: reject });
    document.head.append(script);
  });

class Session {
  constructor(graphs) {
    this.graphs = unpack(graphs);
    this.inputs = {};
    this.run = compute(this.graphs);
    this.bindings = new Bindings(document.body, this.graphs);
    this.related = this.card = undefined;
    this.panels = [...document.querySelectorAll("form.live")].map((form) => new Panel(form, this));
    this.players = [...document.querySelectorAll(".live-player")].map((controls) => new Player(controls, this.graphs));
    const problem = this.restore();
    if (problem || this.isEdited) this.notice = notice(problem, () => this.reset());
    for (const part of [...this.panels, ...this.players]) part.catchUp();
  }

  /** Open the card of a number. */
  explain(number) {
    this.card ??= new Card(this);
    this.card.open(number);
  }

  /** Light up what is related to a number; of none, put out the lights. They stay while a card speaks of them. */
  light(number) {
    if (this.card?.isOpen) return;
    if (number) this.related ??= new Related(this);
    this.related?.light(number);
  }

  /** The inputs that can be changed on this page: their fields by path, encoder.W. */
  get fields() {
    return Object.assign({}, ...this.panels.map((panel) => panel.fields));
  }

  /** The numbers that were given, by path. */
  given(path) {
    const [example, name] = path.split(".");
    const graph = this.graphs[example];
    return graph.nodes[graph.names[name]].value.map(Number);
  }

  /** Take the inputs from the address: a link that was sent, or a step back. */
  restore() {
    const { inputs, problem } = read(location.search, this.fields);
    this.show(inputs);
    for (const panel of this.panels) panel.fill(problem);
    return problem;
  }

  /**
   * Change some inputs.
   * @param {Object<string, number[]>} inputs  by path; others stay
   * @param {string} cause  the same for edits that belong together
   */
  change(inputs, cause) {
    this.show({ ...this.inputs, ...inputs });
    this.remember(cause);
  }

  /** Go back to the numbers that were given, for one example or for all. */
  reset(example, inputs = {}) {
    const others = Object.entries(this.inputs).filter(([path]) => example && !path.startsWith(`${example}.`));
    this.show({ ...Object.fromEntries(others), ...inputs });
    this.remember(`reset ${performance.now()}`);
    for (const panel of this.panels) panel.fill();
  }

  show(inputs) {
    const changed = Object.entries(inputs).filter(([path, numbers]) => numbers.some((x, at) => !Object.is(x, this.given(path)[at])));
    this.inputs = Object.fromEntries(changed);
    this.run = compute(this.graphs, this.inputs, this.run);
    this.bindings.update(this.run);
    this.related?.forget();
    this.isEdited = changed.length > 0;
    document.body.classList.toggle("live-edited", this.isEdited);
    for (const panel of this.panels) panel.tell(this.isEdited);
    if (!this.isEdited) this.notice?.remove();
  }

  remember(cause) {
    clearTimeout(this.timer);
    this.isNew ||= cause !== this.cause || performance.now() - this.time > BURST;
    [this.cause, this.time] = [cause, performance.now()];
    this.timer = setTimeout(() => {
      const to = write(location, this.inputs);
      if (to !== location.href) history[this.isNew ? "pushState" : "replaceState"](history.state, "", to);
      this.isNew = false;
    }, QUIET);
  }

  /** Another page takes the place of this one. */
  end() {
    clearTimeout(this.timer);
    for (const player of this.players) player.pause();
    this.bindings.end();
    this.card?.end();
    this.notice?.remove();
    document.body.classList.remove("live-edited");
    delete document.body.dataset.live;
  }
}
