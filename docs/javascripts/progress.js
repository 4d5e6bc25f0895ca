/* Which lessons a reader has finished: kept in this browser alone, until it is told to forget.
   `lesson.css` draws their ticks. */

const KEY = "finished lessons";

const finished = () => {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return new Set(Array.isArray(kept) ? kept : []);
  } catch {
    return new Set(); // storage is off, or holds something else
  }
};

const keep = (lessons) => {
  try {
    if (lessons.size) localStorage.setItem(KEY, JSON.stringify([...lessons]));
    else localStorage.removeItem(KEY);
  } catch {
    /* Storage is off: the mark holds for this page. */
  }
};

/** Tick the finished lessons in the navigation. */
const show = (lessons) => {
  for (const link of document.querySelectorAll("a.md-nav__link")) {
    const { hash, pathname } = new URL(link.href);
    link.classList.toggle("finished", !hash && lessons.has(pathname));
  }
};

/** @param {HTMLElement} end What stands at the end of a lesson, hidden where no script runs. */
export const listen = (end) => {
  const box = end.querySelector("input"), forget = end.querySelector("button");
  const update = (change) => {
    const lessons = finished();
    change?.(lessons);
    if (change) keep(lessons);
    box.checked = lessons.has(location.pathname);
    forget.hidden = !lessons.size;
    show(lessons);
  };
  box.onchange = () =>
    update((lessons) => (box.checked ? lessons.add(location.pathname) : lessons.delete(location.pathname)));
  forget.onclick = () => update((lessons) => lessons.clear());
  end.hidden = false;
  update();
};
