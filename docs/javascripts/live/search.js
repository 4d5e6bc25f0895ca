/* The index of values, searched: the rows that hold every word stay. */

/** @param {HTMLElement} search  the field, and where to say how many were found */
export const listen = (search) => {
  const rows = [...document.querySelectorAll(".table-scroll tbody tr")].map((row) => ({ row, text: row.textContent.toLowerCase() }));
  const field = search.querySelector("input"), output = search.querySelector("output");
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().replaceAll("-", "−").split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { row, text } of rows) {
      row.hidden = !words.every((word) => text.includes(word) || text.includes(word.replaceAll("−", "-")));
      found += !row.hidden;
    }
    for (const table of document.querySelectorAll(".table-scroll")) {
      const isEmpty = !table.querySelector("tbody tr:not([hidden])");
      table.hidden = isEmpty;
      if (table.previousElementSibling?.matches("h2")) table.previousElementSibling.hidden = isEmpty;
    }
    output.textContent = words.length ? `${found} found` : "";
  });
};
