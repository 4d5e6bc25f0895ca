/* The translator on the home page. What it needs is loaded when a reader first turns to it. */

/** @param {HTMLElement} box */
export const open = (box) => {
  const field = box.querySelector("input"), bar = box.querySelector("progress"), output = box.querySelector("output");
  let turn = 0;

  const put = (text) => {
    field.value = text;
    field.focus();
    update();
  };

  const update = async () => {
    const mine = ++turn;
    try {
      const { translation } = await import("./line.js");
      const made = await translation(box.dataset.model, field.value, put, (share) => {
        bar.hidden = share === 1;
        if (share) bar.value = share;
      });
      if (mine === turn) output.replaceChildren(...made);
    } catch {
      output.textContent = "The network could not be loaded.";
    }
    bar.hidden = true;
  };

  field.oninput = box.querySelector("button").onclick = update;
  field.onkeydown = ({ key }) => {
    if (key === "Enter") update();
  };
};
