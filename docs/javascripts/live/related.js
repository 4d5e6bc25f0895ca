/* Which numbers of the page a number was made from, and which are made from it. */

import { entryOf } from "./bindings.js";

const key = (entry) => entry.join();

export class Related {
  constructor(session) {
    this.session = session;
    this.shown = new Map();
    for (const { element, example, node, at } of session.bindings.numbers) {
      const name = key([example, node, at]);
      this.shown.set(name, [...(this.shown.get(name) ?? []), element]);
    }
  }

  /** The inputs have changed, and with them which branch was taken. */
  forget() {
    this.children = undefined;
    this.light(undefined);
  }

  /** The nearest numbers that are shown on the way back to the inputs. */
  parents(entry) {
    const found = new Set(), seen = new Set(), waiting = [entry];
    while (waiting.length) {
      for (const parent of this.session.run.parents(...waiting.pop())) {
        const name = key(parent);
        if (seen.has(name)) continue;
        seen.add(name);
        if (this.shown.has(name)) found.add(name);
        else waiting.push(parent);
      }
    }
    return found;
  }

  #childrenOf(name) {
    if (!this.children) {
      this.children = new Map();
      for (const child of this.shown.keys()) {
        const [example, node, at] = child.split(",");
        for (const parent of this.parents([example, Number(node), Number(at)])) {
          this.children.set(parent, [...(this.children.get(parent) ?? []), child]);
        }
      }
    }
    return this.children.get(name) ?? [];
  }

  /** Light up what is related to a number; of none, put out the lights. */
  light(number) {
    const name = number?.dataset.value;
    if (name === this.lit) return;
    this.lit = name;
    for (const element of document.querySelectorAll(".made-from, .makes")) element.classList.remove("made-from", "makes");
    if (!name) return;
    const entry = entryOf(this.session.graphs, name);
    if (!entry) return;
    const mark = (names, kind) => {
      for (const found of names) for (const element of this.shown.get(found)) element.classList.add(kind);
    };
    mark(this.parents(entry), "made-from");
    mark(this.#childrenOf(key(entry)), "makes");
  }
}
