// data-timezone: a hidden input that tells the server the visitor's IANA time zone.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const fill = (root) => {
  for (const input of root.querySelectorAll("input[data-timezone]")) {
    if (zone && !input.value) input.value = zone;
  }
};

fill(document);
document.addEventListener("htmx:load", ({ target }) => fill(target));
