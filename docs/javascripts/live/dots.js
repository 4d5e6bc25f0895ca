/* The point of each curve that is looked at: a larger dot, which `plots.js` moves when the curve moves. */

/**
 * Put a dot on the first point of each curve that is wanted, by its name: race.sgd_3[1].
 * @param {(name: string) => boolean} isWanted
 */
export const follow = (isWanted) => {
  for (const dot of document.querySelectorAll(".plot .dot")) dot.remove();
  for (const curve of document.querySelectorAll(".plot [data-points]")) {
    const at = curve.dataset.points.split(" ").findIndex(isWanted);
    if (at < 0) continue;
    const dot = curve.appendChild(curve.firstChild.cloneNode());
    dot.setAttribute("class", "dot");
    dot.setAttribute("d", `M${dot.getAttribute("d").slice(1).split("L")[at]}h0`);
    dot.dataset.at = at;
  }
};
