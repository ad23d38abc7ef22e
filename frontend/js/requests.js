// htmx under a strict policy: no injected style, no eval, and the CSRF token on every write.
import htmx from "htmx.org";

Object.assign(htmx.config, {
  includeIndicatorStyles: false,
  allowEval: false,
  allowScriptTags: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  defaultFocusScroll: false,
});
window.htmx = htmx;

const token = () =>
  document.querySelector("meta[name=csrf-token]")?.content ||
  document.querySelector("input[name=csrfmiddlewaretoken]")?.value;

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb !== "get" && token()) detail.headers["X-CSRFToken"] = token();
});
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  detail.elt.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  detail.elt.removeAttribute("aria-busy");
});
// A form that came back with errors (422) is shown like any other answer.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status === 422) Object.assign(detail, { shouldSwap: true, isError: false });
});
