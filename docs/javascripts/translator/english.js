/* English text to the words of the vocabulary, as the package's tokens.py splits it; the words that
   are nearest to a mistyped one. */

const WORD = /\([fF]\)|[.?!।]|[^\s.?!।(),]+|\S/gu;
const SHORT = {
  "don't": "do not", "doesn't": "does not", "didn't": "did not", "isn't": "is not", "aren't": "are not",
  "wasn't": "was not", "weren't": "were not", "hasn't": "has not", "haven't": "have not", "won't": "will not",
  "i'm": "i am",
};

export const SHOWN = 6; // how many of the words that would fit are offered

/** The words of a sentence, without its full stops. */
export const split = (text) => {
  const words = (text.normalize("NFC").match(WORD) ?? []).flatMap((piece) => {
    const word = piece.toLowerCase().replaceAll("’", "'");
    return (Object.hasOwn(SHORT, word) ? SHORT[word] : word).split(" ");
  });
  while ([".", "!", "।"].includes(words.at(-1))) words.pop();
  return words.filter((word) => word !== ".");
};

/** How many letters must be changed, at most `most`. */
const distance = (a, b) => {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] !== b[j - 1])));
    row = next;
  }
  return row[b.length];
};

/** The known words that are nearest to one; at most three, and none that has little in common. */
export const nearest = (word, known) =>
  word.length > 20 ? [] : known
    .map((other) => [distance(word, other) / Math.max(word.length, other.length), other])
    .filter(([share]) => share <= 0.5)
    .sort(([a], [b]) => a - b)
    .slice(0, 3)
    .map(([, other]) => other);

/** The words that may stand in place of the last one of a text, and begin as it does so far. */
export const completions = (text, parse) => {
  const found = /[^\s.?!।(),]+$/u.exec(text);
  if (!found) return [];
  const before = split(text.slice(0, found.index)), { place, allowed } = parse(before);
  if (place < before.length) return []; // it is wrong before that
  const last = found[0].toLowerCase();
  return allowed.filter((word) => word.startsWith(last) && word !== last).slice(0, SHOWN);
};
