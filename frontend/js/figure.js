// data-figure: <div data-figure data-motion="address" data-seconds data-peak> with <svg class="f">
// and controls in [data-controls] (hidden until bound): [data-play], [data-scrub], [data-half] near
// by, phases [data-start][data-end]. The motion is fetched when the figure is first to move.
import { fetchMotion } from "./drawing.js";
import { clock } from "./clock.js";
import "./film.js";
import "./storyboard.js";

const kept = { t: null, half: false, playing: false }; // survives a swap of camera or side

function bind(root) {
  if (root.figure) return;
  const card = root.closest("#figure") || root;
  const total = Number(root.dataset.seconds);
  const scrub = root.querySelector("[data-scrub]");
  const half = card.querySelector("[data-half]");
  const phases = [...root.querySelectorAll("[data-start]")].map((mark) => {
    const [start, end] = [Number(mark.dataset.start), Number(mark.dataset.end)];
    mark.style.flexGrow = end - start;
    return { mark, start, end, name: mark.querySelector("b")?.textContent };
  });
  let moving = null;
  let t = kept.t ?? Number(root.dataset.peak);

  const show = () => {
    const now = phases.findLast((phase) => t >= phase.start);
    phases.forEach((phase) => phase.mark.classList.toggle("now", phase === now));
    scrub.value = t;
    const where = `${t.toFixed(1)} of ${total.toFixed(1)} seconds`;
    scrub.setAttribute("aria-valuetext", now?.name ? `${now.name}, ${where}` : where);
    moving?.draw(t);
  };
  const fetched = () => {
    root.figure.moving ??= fetchMotion(root.dataset.motion, root.querySelector("svg.f")).then((it) => {
      moving = it;
      show();
    });
    return root.figure.moving.catch(() => (root.figure.moving = null)); // the next try asks again
  };
  const time = clock(root, {
    label: "the movement",
    onTick: (seconds) => {
      if (!moving) return;
      t = (t + seconds * (kept.half ? 0.5 : 1)) % total;
      kept.t = t;
      show();
    },
  });
  root.figure = {};
  scrub.addEventListener("input", () => {
    time.stop();
    kept.t = t = Number(scrub.value);
    fetched();
    show();
  });
  root.querySelector("[data-play]").addEventListener("click", () => {
    kept.playing = time.playing();
    fetched();
  });
  half?.addEventListener("click", () => {
    kept.half = !kept.half;
    half.setAttribute("aria-pressed", kept.half);
  });
  half?.setAttribute("aria-pressed", kept.half);
  card.querySelectorAll("[data-controls]").forEach((part) => (part.hidden = false));
  show();
  if (kept.t !== null) fetched();
  if (kept.playing) time.play();
}

const scan = (root) => {
  if (root.matches?.("[data-figure]")) bind(root);
  root.querySelectorAll("[data-figure]").forEach(bind);
};
scan(document);
document.addEventListener("htmx:load", ({ target }) => scan(target));
