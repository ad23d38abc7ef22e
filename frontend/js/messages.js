// data-dismissible: gives a message a button that takes it away.
const bind = (note) => {
  const button = note.querySelector("[data-dismiss]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const list = note.parentElement;
    const next = note.nextElementSibling?.querySelector("[data-dismiss]");
    note.remove();
    (next || document.querySelector("main")).focus({ preventScroll: true });
    if (list && !list.childElementCount) list.remove();
  });
};

const scan = (root) => root.querySelectorAll("[data-dismissible]").forEach(bind);
scan(document);
document.addEventListener("htmx:load", ({ target }) => target !== document.body && scan(target));
