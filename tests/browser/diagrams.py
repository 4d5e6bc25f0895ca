"""What of a diagram's labels stands outside the box that was drawn for it."""

LABELS = """() => {
    const wrong = [];
    let count = 0;
    for (const folded of document.querySelectorAll("details")) folded.open = true;
    for (const box of document.querySelectorAll("figure.diagram foreignObject")) {
        const range = document.createRange();
        range.selectNodeContents(box);
        const texts = [...range.getClientRects()].filter((text) => text.width);
        const shape = box.closest(".node")?.querySelector(".label-container");
        const room = (shape ?? box).getBoundingClientRect();
        const clipped = getComputedStyle(box).overflow !== "visible";
        const over = Math.max(...texts.map((text) => Math.max(room.left - text.left,
            text.right - room.right, room.top - text.top, text.bottom - room.bottom)));
        count += texts.length > 0;
        if (over > 3 || clipped) {
            wrong.push(`${box.textContent}: ${over.toFixed(1)} px, clipped: ${clipped}`);
        }
    }
    return [count, wrong];
}"""
"""How many labels there are, and each that is cut off or has more than three pixels outside."""
