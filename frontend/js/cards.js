// data-motion on a card's .stage: the figure moves while the card is pointed at or has the focus.
// data-move-all: a button, hidden until bound, that moves all cards that are on the screen.
// One loop draws them in turn, as many in a frame as the device draws in time. While the page is
// scrolled they hold their pose: then all of a frame belongs to scrolling.
import { calm, fetchMotion } from "./drawing.js";

const LATE = 1.25 / 60; // seconds after the frame before
const CORNERS = 16; // of an outline: a card is small
const REST = 150; // ms after the last scroll event
const wanted = new Map(); // stage -> its figure, while it moves
const onScreen = new Set();
let all = false;
let quota = 1; // cards that a frame may draw; below 1 a frame may draw none
let due = 0;
let turn = 0;
let last = 0;
let scrolling = 0; // the timer that ends it
let next = 0;

const frame = (now) => {
  next = wanted.size ? requestAnimationFrame(frame) : 0;
  const seconds = (now - last) / 1000;
  last = now;
  if (scrolling) return;
  const moving = [...wanted.values()].filter((figure) => figure.motion);
  moving.forEach((figure) => (figure.t = (figure.t + Math.min(0.1, seconds)) % figure.motion.total));
  quota = seconds > LATE ? quota / 2 : Math.min(moving.length, quota + 0.02);
  due = Math.min(moving.length, due + quota);
  for (; due >= 1; due -= 1) {
    turn = (turn + 1) % moving.length;
    moving[turn].motion.draw(moving[turn].t);
  }
};

const start = (stage) => {
  if (wanted.has(stage)) return;
  const figure = (stage.figure ??= { t: 0, motion: null, asked: null });
  figure.asked ??= fetchMotion(stage.dataset.motion, stage.querySelector("svg.f"), CORNERS).then(
    (motion) => {
      figure.motion = motion;
      figure.t = motion.peak; // where its picture stands
    },
    () => (figure.asked = null),
  );
  wanted.set(stage, figure);
  stage.classList.add("moving");
  if (next) return;
  last = performance.now();
  next = requestAnimationFrame(frame);
};
const stop = (stage) => {
  const motion = wanted.get(stage)?.motion;
  wanted.delete(stage);
  stage.classList.remove("moving");
  if (!motion) return;
  stage.figure.t = motion.peak;
  motion.draw(motion.peak);
};

const stageOf = (target) => target.closest?.(".ex, .card-x")?.querySelector(".stage[data-motion]");
const enter = ({ target, pointerType }) => {
  const stage = stageOf(target);
  if (stage && pointerType !== "touch" && !calm()) start(stage);
};
const leave = ({ target, relatedTarget }) => {
  const stage = stageOf(target);
  if (stage && !(all && onScreen.has(stage)) && stageOf(relatedTarget ?? document) !== stage) stop(stage);
};
document.addEventListener("pointerover", enter);
document.addEventListener("focusin", enter);
document.addEventListener("pointerout", leave);
document.addEventListener("focusout", leave);

const settle = () => {
  [...wanted.keys()].filter((stage) => !onScreen.has(stage)).forEach(stop);
  if (all) onScreen.forEach(start);
};
const seen = new IntersectionObserver((entries) => {
  entries.forEach(({ target, isIntersecting }) => onScreen[isIntersecting ? "add" : "delete"](target));
  if (!scrolling) settle();
});
document.addEventListener(
  "scroll",
  () => {
    clearTimeout(scrolling);
    scrolling = setTimeout(() => {
      scrolling = 0;
      settle();
    }, REST);
  },
  { passive: true },
);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) [...wanted.keys()].forEach(stop);
  else if (all) onScreen.forEach(start);
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-move-all]");
  if (!button) return;
  all = !all;
  button.setAttribute("aria-pressed", all);
  onScreen.forEach(all ? start : stop);
});

const scan = () => {
  [...onScreen, ...wanted.keys()].filter((stage) => !stage.isConnected).forEach((gone) => {
    onScreen.delete(gone);
    wanted.delete(gone);
    seen.unobserve(gone);
  });
  document.querySelectorAll(".stage[data-motion]").forEach((stage) => seen.observe(stage));
  document.querySelectorAll("[data-move-all]").forEach((button) => {
    button.hidden = false;
    button.setAttribute("aria-pressed", all);
  });
};
scan();
document.addEventListener("htmx:load", scan);
