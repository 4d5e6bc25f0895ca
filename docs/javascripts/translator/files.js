/* The files of the translator: the weights, with a progress bar, and what each word is. */

import { reader } from "./grammar.js";
import { read } from "./weights.js";

/** Where they are: beside the site's scripts. */
const address = (name) =>
  new URL(`../assets/translator/${name}`, document.querySelector('script[src*="javascripts/page.js"]').src);

/** Read a file from disk, where a browser fetches none: a script beside it carries it. */
const readFromDisk = (name) =>
  new Promise((resolve, onerror) => {
    const onload = () => resolve(Uint8Array.from(atob(globalThis.translatorFiles[name]), (c) => c.charCodeAt(0)).buffer);
    document.head.append(Object.assign(document.createElement("script"), { src: address(`${name}.js`), onload, onerror }));
  });

/** Load a file, and say after each piece which share of it is here. */
const load = async (name, progress) => {
  if (location.protocol === "file:") return readFromDisk(name);
  const answer = await fetch(address(name));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  const size = Number(answer.headers.get("content-length")), pieces = [], reader = answer.body.getReader();
  let loaded = 0;
  for (let piece; !(piece = await reader.read()).done; ) {
    pieces.push(piece.value);
    loaded += piece.value.length;
    progress(size ? Math.min(1, loaded / size) : undefined);
  }
  return new Blob(pieces).arrayBuffer();
};

const models = new Map();

/** A network, loaded once. */
export const model = (name, progress) => {
  if (!models.has(name)) {
    const loading = load(`${name}.weights`, progress).then(read);
    models.set(name, loading);
    loading.catch(() => models.delete(name)); // the next one tries again
  }
  return models.get(name);
};

/** What each Hindi word is: [romanised, English, form]; sentences to try; and what reads English. */
export const words = async () => {
  const found = JSON.parse(new TextDecoder().decode(await load("words.json", () => {})));
  return { ...found, parse: reader(found.grammar) };
};
