/* The theme puts each copy button in a <nav>, which is no landmark a reader would look for. */

const demote = () => {
  for (const nav of document.querySelectorAll("nav.md-code__nav:not([role])")) nav.setAttribute("role", "presentation");
};

demote();
new MutationObserver(demote).observe(document.querySelector(".md-content"), { childList: true, subtree: true });
