/* A notice at the top of a page whose address brought other numbers along. */

const OTHERS = "This link brings its own numbers. What the text says and is not true of them is struck out.";

export class Notice {
  constructor(session) {
    this.session = session;
  }

  /** Say what the address brought, if anything. */
  show(problem) {
    if (!problem && !this.session.isEdited) return;
    this.element = document.createElement("p");
    this.element.className = "live-notice";
    this.element.setAttribute("role", "status");
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Reset" });
    button.onclick = () => {
      this.end();
      this.session.reset();
    };
    this.element.append(problem || OTHERS, " ", button);
    document.querySelector(".md-content__inner h1")?.after(this.element);
  }

  /** It goes with the numbers that it speaks of. */
  follow() {
    if (!this.session.isEdited) this.end();
  }

  end() {
    this.element?.remove();
  }
}
