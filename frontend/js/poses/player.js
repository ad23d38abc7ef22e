// Plays the figure as it stands, in all cameras at once.
import { clock } from "../clock.js";
import { motion } from "../drawing.js";

export function player(ed) {
  const box = ed.root.querySelector("[data-stages]");
  const scrub = ed.root.querySelector("[data-scrub]");
  let moving = [];
  let t = 0;

  const draw = () => {
    moving.forEach((one) => one.draw(t));
    scrub.value = t;
    scrub.setAttribute("aria-valuetext", `${t.toFixed(1)} of ${Number(scrub.max).toFixed(1)} seconds`);
  };
  const time = clock(ed.root, {
    label: "the movement",
    onTick: (seconds) => {
      if (!moving.length) return;
      t = (t + seconds) % moving[0].total;
      draw();
    },
  });
  const stop = () => {
    time.stop();
    moving = [];
    ed.root.classList.remove("moving");
  };
  const begin = (then) =>
    ed.ask({
      moving: 1,
      then: (shown) => {
        const cameras = (shown.cameras ?? []).filter((camera) => camera.motion);
        if (!cameras.length) return stop();
        const pictures = box.querySelectorAll("svg.f");
        moving = cameras.map((camera, number) => motion(camera.motion, pictures[number]));
        scrub.max = moving[0].total;
        ed.root.classList.add("moving");
        then();
      },
    });

  ed.root.querySelector("[data-play]").addEventListener("click", () => {
    if (time.playing() && !moving.length) begin(draw);
  });
  scrub.addEventListener("input", () => {
    time.stop();
    t = Number(scrub.value);
    if (moving.length) draw();
    else begin(draw);
  });
  return { stop };
}
