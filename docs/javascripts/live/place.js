/* Where a card stands: near its number, and not on the numbers that it speaks of. */

const GAP = 8; // pixels between the card and what it keeps off
const WEIGHT = 9; // of a number that the card names, against one that is only marked

const covers = (card, { left, top, right, bottom }) => left < card.right && right > card.left && top < card.bottom && bottom > card.top;

/** Put a card into the window: of the places around the number and around its block, where it covers the fewest. */
export const beside = (card, number) => {
  const { offsetWidth: width, offsetHeight: height, style } = card;
  const near = number.getBoundingClientRect(), block = number.closest("article > *, .derivation").getBoundingClientRect();
  const marked = (kind, weight) => [...document.querySelectorAll(kind)].map((element) => [element.getBoundingClientRect(), weight]);
  const spoken = [[near, WEIGHT], ...marked(".made-from", WEIGHT), ...marked(".makes", 1)];
  const inside = (place, size, room) => Math.max(GAP, Math.min(place, room - size - GAP));
  let least = Infinity;
  for (const y of [near.bottom + GAP, near.top - height - GAP, block.bottom + GAP, block.top - height - GAP, 0, innerHeight]) {
    for (const x of [near.left, near.right + GAP, near.left - width - GAP, innerWidth]) {
      const left = inside(x, width, innerWidth), top = inside(y, height, innerHeight);
      const place = { left, top, right: left + width, bottom: top + height };
      const covered = spoken.reduce((sum, [rect, weight]) => sum + weight * covers(place, rect), 0);
      if (covered >= least) continue;
      least = covered;
      Object.assign(style, { left: `${left}px`, top: `${top}px` });
    }
  }
};
