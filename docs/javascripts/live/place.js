/* Where a card stands: near its number, and not on the numbers that it speaks of. */

const GAP = 8; // pixels between the card and what it keeps off
const WEIGHT = 9; // of a number that the card names, against one that is only marked
const BLOCKS = ".derivation, .math, figure, .table-scroll, p, li";

const covers = (card, { left, top, right, bottom }) => left < card.right && right > card.left && top < card.bottom && bottom > card.top;

/** Put a card into the window: of the places around the number and around its block, where it covers the fewest. */
export const beside = (card, number) => {
  const { offsetWidth: width, offsetHeight: height, style } = card;
  const near = number.getBoundingClientRect(), block = (number.closest(BLOCKS) ?? number).getBoundingClientRect();
  const marked = [...document.querySelectorAll(".made-from, .makes")].map((element) => [element.getBoundingClientRect(), element.matches(".makes") ? 1 : WEIGHT]);
  const inside = (place, size, room) => Math.max(GAP, Math.min(place, room - size - GAP));
  const tops = [near.bottom + GAP, near.top - height - GAP, block.bottom + GAP, block.top - height - GAP, GAP, innerHeight];
  const lefts = [near.left, near.right + GAP, near.left - width - GAP, innerWidth];
  let best, least = Infinity;
  for (const top of tops.map((place) => inside(place, height, innerHeight))) {
    for (const left of lefts.map((place) => inside(place, width, innerWidth))) {
      const place = { left, top, right: left + width, bottom: top + height };
      const covered = [[near, WEIGHT], ...marked].reduce((sum, [rect, weight]) => sum + weight * covers(place, rect), 0);
      if (covered < least) [best, least] = [{ left, top }, covered];
    }
  }
  style.left = `${best.left}px`;
  style.top = `${best.top}px`;
};
