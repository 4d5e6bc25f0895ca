/* Plots, drawn again by the rules that render/plot.py wrote. */

const HIGH = 170;
const LINE = 15; // between two labels
const FAR = 9999;

/** What is no number lies at low. */
const clamp = (value, low, high) => (value > low ? Math.min(value, high) : low);
const px = (place) => +place.toFixed(1);

const axis = (rule) => {
  const [offset, scale, log] = rule.split(" ");
  return (value) => clamp(+offset + scale * (log ? Math.log10(Math.max(value, 0)) : value), -FAR, FAR);
};

/** Labels stand at their curves' ends, moved just as to keep apart. */
const apart = (ends) => {
  const heights = ends.map((place) => clamp(place, 0, HIGH));
  const order = [...heights.keys()].sort((a, b) => heights[a] - heights[b]);
  let free = 0;
  for (const n of order) free = (heights[n] = Math.max(heights[n], free)) + LINE;
  free = HIGH;
  for (const n of order.reverse()) free = (heights[n] = Math.min(heights[n], free)) - LINE;
  return heights;
};

const curves = (plot, valueOf) => {
  const labels = plot.querySelectorAll(".end");
  const places = (names, rule) => names.split(" ").map((name) => axis(rule)(valueOf(name)));
  const ends = [...plot.querySelector("svg").children].map((curve) => {
    const { points, against } = curve.dataset, line = curve.firstChild;
    const x = against
      ? places(against, plot.dataset.x).map(px)
      : line.getAttribute("d").match(/[\d.]+(?= )/g); // time stays
    const y = places(points, plot.dataset.y);
    const d = y.map((height, n) => `${x[n]} ${px(height)}`);
    line.setAttribute("d", `M${d.join("L")}`);
    curve.querySelector(".dots")?.setAttribute("d", d.map((place) => `M${place}h0`).join(""));
    const dot = curve.querySelector(".dot");
    dot?.setAttribute("d", `M${d[dot.dataset.at]}h0`);
    return y.at(-1);
  });
  apart(ends).forEach((height, n) => labels[n].setAttribute("y", px(height + 12)));
};

const shade = (cell, valueOf) => {
  const share = valueOf(cell.dataset.cell) / cell.closest("[data-scale]").dataset.scale;
  cell.style.setProperty("--share", +clamp(share, -1, 1).toFixed(3));
};

/** The plots and heat maps below root. */
export const drawings = (root) =>
  [...root.querySelectorAll(".plot > svg, [data-cell]")].map((element) => {
    const draw = element.dataset.cell ? shade : curves;
    return { element, show: draw.bind(null, element) };
  });
