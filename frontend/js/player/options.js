// Options of the moment: swap or skip, load, how to do it, and what the player says and does.
import { button, fill, items, list, part } from "./dom.js";
import { alive } from "./run.js";
import { painZone, shown } from "./words.js";
import { wish, wishes } from "./wishes.js";

const dialog = document.getElementById("dialog-options");

export function open(app) {
  const step = ["set", "rest"].includes(app.run?.phase) ? (app.run.phase === "rest" ? (app.next() ?? app.step()) : app.step()) : undefined;
  part(dialog, "step").hidden = !step;
  if (step) about(app, step);
  showWishes();
  if (!dialog.open) dialog.showModal();
}

function about(app, { line }) {
  const exercise = app.exercise(line.exercise);
  fill(dialog, { units: app.pack.units, setup: exercise.setup ?? "" });
  list(dialog, "steps").replaceChildren(...items(exercise.steps));
  list(dialog, "stops").replaceChildren(...items(exercise.stop_signs));
  list(dialog, "swaps").replaceChildren(
    ...line.swaps
      .filter((swap) => app.pack.exercises[swap.exercise] && (swap.why !== "Harder" || !hurt(app)))
      .map((swap) => button(`${swap.why}: ${app.exercise(swap.exercise).name}`, "swap", swap.exercise)),
  );
  dialog.dataset.line = line.id;
  const load = dialog.querySelector("[data-input=load]");
  load.value = app.run.load_kg === null ? "" : shown(app.pack, app.run.load_kg);
  dialog.querySelector("[data-input=band]").value = app.run.band;
}

/** Nothing harder on a day on which something hurt. */
const hurt = (app) =>
  alive(app.run).some(({ exercise, pain_score }) => pain_score !== null && painZone(app.pack, app.exercise(exercise), pain_score).kind !== "ok");

function showWishes() {
  for (const field of dialog.querySelectorAll("[data-wish]")) {
    if (field.type === "checkbox") field.checked = wishes[field.dataset.wish];
    else field.value = wishes[field.dataset.wish];
  }
}

dialog.addEventListener("change", ({ target }) => {
  const { wish: name } = target.dataset;
  if (name) wish(name, target.type === "checkbox" ? target.checked : Number(target.value));
});

export const close = () => dialog.close();
export const lineOf = (app) => app.run.lines.find((line) => line.id === dialog.dataset.line);
