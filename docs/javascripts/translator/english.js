/* English text to the words of the vocabulary, as the package's tokens.py splits it. */

const WORD = /\([fF]\)|[.?!।]|[^\s.?!।(),]+|\S/gu;
const SHORT = {
  "don't": "do not", "doesn't": "does not", "didn't": "did not", "isn't": "is not", "aren't": "are not",
  "wasn't": "was not", "weren't": "were not", "hasn't": "has not", "haven't": "have not", "won't": "will not",
  "i'm": "i am",
};
const ASKS = ["am", "is", "are", "was", "were", "do", "does", "did", "has", "have", "will"];

export const MOST_WORDS = 24; // words of a sentence; the longest of the tests has fewer

/** The words of a sentence; a question without its mark gets it. */
export const split = (text) => {
  const found = (text.normalize("NFC").match(WORD) ?? []).flatMap((piece) => {
    const word = piece.toLowerCase().replaceAll("’", "'");
    return (Object.hasOwn(SHORT, word) ? SHORT[word] : word).split(" ");
  });
  while ([".", "!", "।"].includes(found.at(-1))) found.pop();
  const words = found.filter((word) => word !== ".");
  if (ASKS.includes(words[0]) && words.length > 1 && words.at(-1) !== "?" && words[0] + words[1] !== "donot") words.push("?");
  return words;
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

/** The known words that begin as the last word of a text, which is still being written. */
export const completions = (text, known) => {
  const last = /[^\s.?!।(),]+$/u.exec(text)?.[0].toLowerCase();
  return last ? known.filter((word) => word.startsWith(last) && word !== last).slice(0, 6) : [];
};
