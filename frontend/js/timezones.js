// data-timezone: a hidden input that tells the server the visitor's IANA time zone.
// data-timezone-choice: a list of zones, beside which the browser's own is offered if it is another.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const offer = (list) => {
  const known = [...list.options].some(({ value }) => value === zone);
  if (!known || list.value === zone) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet btn-sm mt-2";
  button.textContent = `Use ${zone.replaceAll("_", " ")}, where this browser is`;
  button.addEventListener("click", () => {
    list.value = zone;
    button.remove();
    list.focus();
  });
  list.after(button);
};

const fill = (root) => {
  for (const input of root.querySelectorAll("input[data-timezone]")) {
    if (zone && !input.value) input.value = zone;
  }
  root.querySelectorAll("select[data-timezone-choice]").forEach(offer);
};

fill(document);
document.addEventListener("htmx:load", ({ target }) => fill(target));
