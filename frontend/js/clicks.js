// data-click: reports once that a video was opened from its mail, at the first sign of a person.
const place = document.querySelector("[data-click]");
const SIGNS = ["pointerdown", "keydown", "scroll", "touchstart"];

const report = () => {
  for (const sign of SIGNS) window.removeEventListener(sign, report);
  fetch(place.dataset.click, { method: "POST", keepalive: true }).catch(() => {});
};

if (place) for (const sign of SIGNS) window.addEventListener(sign, report, { passive: true });
