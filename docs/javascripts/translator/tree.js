/* The beam: what it found, beside greedy search, and the tree of all that it kept on the way. */

import { answering, asked, ofProbability, ofScore, ofSum } from "./answers.js";
import { hindi, make, percent, wide } from "./elements.js";
import { sentence, wordsOf } from "./network.js";

const printed = (number) =>
  Number.isFinite(number) ? number.toFixed(4).replace("-", "−") : "−∞";

/** How many words a translation has, its end counted. */
const lengthOf = ({ steps }) => steps.length;

/** What greedy search found, and below it what the beam did, the best score first. */
export const compared = (network, greedy, results) => {
  const row = (name, one) =>
    make("tr", {}, make("th", { scope: "row", textContent: name }),
      make("td", {}, asked(printed(one.logProbability), () => ofSum(one))), make("td", { textContent: lengthOf(one) }),
      make("td", {}, asked(printed(one.score), () => ofScore(one))),
      hindi("td", sentence(wordsOf(network, one))));
  return answering(wide(make("table", { className: "translator-found" },
    make("caption", { textContent: "Greedy search and the beam; the length counts the end" }),
    make("tr", {}, ...["", "log P", "length", "score", "translation"].map((text) =>
      text ? make("th", { scope: "col", textContent: text }) : make("td"))),
    row("greedy", greedy), ...results.map((one, place) => row(`beam ${place + 1}`, one)))));
};

/** The tree: each node with what follows it, the most probable first. */
const grown = ({ levels }) => {
  const root = { following: [] }, nodes = new Map([["", root]]);
  levels.forEach(({ kept, ended }, level) => {
    for (const one of kept) {
      const node = { one, following: [], isLast: level === levels.length - 1 };
      nodes.set(one.words.join(), node);
      nodes.get(one.words.slice(0, -1).join()).following.push(node);
    }
    for (const one of ended) nodes.get(one.words.join()).following.push({ one, following: [], isEnd: true });
  });
  return root;
};

/** What became of a leaf. */
const fate = ({ one, isEnd, isLast }, results) => {
  const place = results.indexOf(one);
  if (isEnd) return `ended, score ${printed(one.score)}${place < 0 ? "" : place ? `, beam ${place + 1}` : ", the best"}`;
  return isLast ? "not ended when the search stopped" : `cut at word ${one.words.length + 1}`;
};

/** Nodes as a list; those without a choice stand on one line. */
const listed = (network, nodes, results) =>
  make("ul", {}, ...nodes.map((first) => {
    const line = [first];
    while (line.at(-1).following.length === 1) line.push(line.at(-1).following[0]);
    const last = line.at(-1), { one, following } = last;
    const written = wordsOf(network, { words: one.words.slice(first.one.words.length - 1) });
    const item = make("li", { className: results[0] === one ? "best" : following.length ? "" : last.isEnd ? "ended" : "cut" },
      first.isEnd ? "(end)" : hindi("span", sentence(written)), " ",
      asked(percent(Math.exp(one.logProbability)), () => ofProbability(one)));
    if (following.length) item.append(listed(network, following, results));
    else item.append(make("small", { textContent: ` ${fate(last, results)}` }));
    return item;
  }));

/** The tree of a beam. searched: what `translate` gives. */
export const tree = (network, searched) =>
  answering(make("div", { className: "translator-tree" },
    make("p", { textContent: "The beam’s tree: each beginning that was kept, with its probability, and where it was cut" }),
    listed(network, grown(searched).following, searched.results)));
