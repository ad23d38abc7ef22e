// data-storyboard: a film of drawn scenes on one time line. Each [data-scene] carries
// data-start and data-duration (seconds) and, when it moves, a figure with its motion.
// Without this script every scene stands on the page with its caption.
import { motionIn } from "./drawing.js";
import { clock } from "./clock.js";
import { say } from "./progress.js";

const stamp = (s) => `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, "0")}`;

function bind(root) {
  const scenes = [...root.querySelectorAll("[data-scene]")].map((element) => ({
    element,
    start: Number(element.dataset.start),
    end: Number(element.dataset.start) + Number(element.dataset.duration),
    moving: motionIn(element),
  }));
  if (!scenes.length) return;
  const total = Math.max(...scenes.map((scene) => scene.end));
  const scrub = root.querySelector("[data-scrub]");
  const clockFace = root.querySelector("[data-clock]");
  const jumps = [...root.querySelectorAll("[data-jump]")];
  let t = 0;
  let current = null;

  const show = () => {
    const scene = scenes.findLast((each) => t >= each.start) || scenes[0];
    if (scene !== current) {
      current = scene;
      scenes.forEach((each) => each.element.classList.toggle("now", each === scene));
      jumps.forEach((jump, index) =>
        scenes[index] === scene ? jump.setAttribute("aria-current", "true") : jump.removeAttribute("aria-current"),
      );
    }
    if (scene.moving) scene.moving.draw((t - scene.start) % scene.moving.total);
    if (clockFace) clockFace.textContent = `${stamp(t)} / ${stamp(total)}`;
    if (scrub) {
      scrub.value = t;
      scrub.setAttribute("aria-valuetext", `${stamp(t)} of ${stamp(total)}`);
    }
  };
  const time = clock(root, {
    label: "the film",
    onTick: (seconds) => {
      t = Math.min(total, t + seconds);
      show();
      if (t < total) return;
      time.stop();
      say(root, total);
    },
  });
  const seek = (to) => {
    t = Math.max(0, Math.min(total, to));
    show();
  };
  root.querySelector("[data-play]")?.addEventListener("click", () => t >= total && seek(0));
  if (scrub) {
    scrub.max = total;
    scrub.step = 0.1;
    scrub.addEventListener("input", () => seek(Number(scrub.value)));
  }
  jumps.forEach((jump, index) => jump.addEventListener("click", () => seek(scenes[index].start)));
  root.querySelectorAll("[data-controls]").forEach((part) => (part.hidden = false));
  root.classList.add("ready");
  show();
}

document.querySelectorAll("[data-storyboard]").forEach(bind);
