// data-figure: <div data-figure><svg class="f">, <script type="application/json">, controls in
// [data-controls] (hidden until bound): [data-play], [data-scrub], [data-row] tempo marks.
// data-figure="auto" starts by itself, except where the visitor asks for less motion.
import { calm, motionIn } from "./drawing.js";
import { clock } from "./clock.js";
import "./storyboard.js";

let wasPlaying = false; // survives a swap of camera or side

function bind(root, swapped) {
  if (root.figure) return;
  const moving = motionIn(root);
  if (!moving) return;
  const scrub = root.querySelector("[data-scrub]");
  const marks = root.querySelectorAll("[data-row]");
  let t = moving.peak;

  const show = () => {
    const row = moving.draw(t);
    marks.forEach((mark) => mark.classList.toggle("now", Number(mark.dataset.row) === row));
    if (scrub) {
      scrub.value = t;
      scrub.setAttribute("aria-valuetext", `${t.toFixed(1)} of ${moving.total.toFixed(1)} seconds`);
    }
  };
  const time = clock(root, {
    label: "the movement",
    onTick: (seconds) => {
      t = (t + seconds) % moving.total;
      show();
      wasPlaying = true;
    },
  });
  if (scrub) {
    scrub.max = moving.total;
    scrub.step = 0.02;
    scrub.value = t;
    scrub.addEventListener("input", () => {
      time.stop();
      t = Number(scrub.value);
      show();
    });
  }
  root.querySelector("[data-play]")?.addEventListener("click", () => (wasPlaying = time.playing()));
  root.querySelectorAll("[data-controls]").forEach((part) => (part.hidden = false));
  root.figure = { ...moving, ...time };
  if (swapped ? wasPlaying : root.dataset.figure === "auto" && !calm()) time.play();
}

const scan = (root, swapped) => {
  if (root.matches?.("[data-figure]")) bind(root, swapped);
  root.querySelectorAll("[data-figure]").forEach((figure) => bind(figure, swapped));
};
scan(document, false);
document.addEventListener("htmx:load", ({ target }) => target !== document.body && scan(target, true));
