// The figure: a still as the server drew it, mirrored for the left side, moved by the clock.
import { calm, motion } from "../drawing.js";

const drawings = new Map(); // address -> its text
const motions = new Map(); // address -> the server's motion

async function fetched(address, memory, read) {
  if (!address) return null;
  if (!memory.has(address)) {
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok) memory.set(address, await read(answer));
  }
  return memory.get(address) ?? null;
}

/** The motion of an exercise as data, or null. */
export const motionOf = (exercise) => fetched(exercise.figure?.motion?.right, motions, (answer) => answer.json());

/** Draw an exercise into a stage: mirrored for the left, quiet words where there is no drawing.
 * @returns {Promise<{draw(seconds: number): void, peak: number}|null>} */
export async function drawOn(stage, exercise, side) {
  const address = exercise.figure?.still?.right ?? "";
  stage.dataset.address = address;
  stage.classList.toggle("mirrored", side === "left");
  const text = await fetched(address, drawings, (answer) => answer.text());
  if (stage.dataset.address !== address) return null; // another one was asked for meanwhile
  if (!text) {
    stage.replaceChildren();
    return null;
  }
  const plain = text.replace(/<style>.*?<\/style>|<title>.*?<\/title>/gs, ""); // the page's own style colors it
  const svg = document.importNode(new DOMParser().parseFromString(plain, "image/svg+xml").documentElement, true);
  svg.querySelector('path[d^="M0 0H1000V750H0"]')?.remove();
  svg.setAttribute("aria-label", side === "both" ? exercise.name : `${exercise.name}, ${side} side`);
  stage.replaceChildren(svg);
  const data = await motionOf(exercise);
  if (!data || stage.dataset.address !== address) return null;
  const moving = motion(data, svg);
  const start = data.rows[0].hold; // where a rep begins: the start pose is over
  return { draw: (seconds) => calm() || moving.draw(seconds % moving.total), peak: moving.peak, start };
}
