/* The index of values, searched: the rows that hold every word stay. */

/** In small letters, without the marks on them. */
const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f\u093c]/g, "").toLowerCase();

/** Up to so many rows are unfolded at once. */
const FEW = 100;

/** @param {HTMLElement} search  the field, and where to say how many were found */
export const listen = (search) => {
  const rows = [...document.querySelectorAll(".index tbody tr")].map((row) => ({ row, text: fold(row.textContent) }));
  const field = search.querySelector("input"), output = search.querySelector("output");
  field.addEventListener("input", () => {
    const words = fold(field.value).replaceAll("-", "−").split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { row, text } of rows) {
      row.hidden = !words.every((word) => text.includes(word) || text.includes(word.replaceAll("−", "-")));
      found += !row.hidden;
    }
    for (const table of document.querySelectorAll("details.index")) {
      table.hidden = !table.querySelector("tbody tr:not([hidden])");
      table.open = words.length > 0 && found <= FEW && !table.hidden;
    }
    for (const group of document.querySelectorAll("details.values")) {
      group.hidden = !group.querySelector("details.index:not([hidden])");
      group.open = words.length > 0 && !group.hidden;
    }
    output.textContent = words.length ? `${found} found` : "";
  });
};
