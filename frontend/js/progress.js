// data-progress="seconds": the form beside a film that says how far it was watched. Players tell by
// an event "filmat" with the seconds; the form's own button says the same without a script.
const form = document.querySelector("form[data-progress]");
let sent = 0;

function tell(at) {
  const here = Math.floor(at);
  if (!form || here < 1 || here === sent) return;
  sent = here;
  const body = new FormData(form);
  body.set("position", here);
  // keepalive: the page may be going away; what does not arrive is told by the next stop.
  fetch(form.action, { method: "POST", body, keepalive: true }).catch(() => {});
}

document.addEventListener("filmat", ({ detail }) => tell(detail));

export const keptPosition = () => Number(form?.dataset.progress || 0);
export const say = (root, at) => root.dispatchEvent(new CustomEvent("filmat", { bubbles: true, detail: at }));
