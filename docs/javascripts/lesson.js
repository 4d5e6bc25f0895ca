/* What lessons have, and other pages have not: the mark of finished ones, and on one the translator. */

import { listen } from "./progress.js";

/** @param {HTMLElement} end What stands at the end of a lesson. */
export const start = (end) => {
  listen(end);
  const box = document.querySelector(".translator");
  if (box) import("./translator/page.js").then(({ open }) => open(box));
};
