// "Something hurts": at every moment, and always with a way to ease, to swap and to stop. What the
// number means is the server's to say.
import { announce, button, fill, list, part, setStepper, signs, zone } from "./dom.js";
import { change, record } from "./run.js";
import { swapLine } from "./sets.js";
import { painZone, unit } from "./words.js";
import { doneSoFar } from "./work.js";
import { hush } from "./sound.js";

const dialog = document.getElementById("dialog-hurts");
const KINDS = { ok: "#circle-check", warn: "#triangle-alert", stop: "#octagon-alert" };
let here = null; // {line, score, sofar, isWorking}

/** The line that is meant: what is under way, or in a rest what was just done. */
const lineNow = (app) => app.step()?.line ?? app.run.lines.find((line) => !line.stopped) ?? app.run.lines[0];

export function open(app) {
  const { run } = app;
  const step = app.step();
  const line = lineNow(app);
  if (!line) return;
  const isWorking = run.phase === "set";
  here = { line, score: null, isWorking, sofar: isWorking ? doneSoFar(run, step) : 0 };
  if (isWorking) {
    run.timer = null;
    run.target = null;
    app.update();
  }
  hush();
  const exercise = app.exercise(line.exercise);
  dialog.querySelector("[data-pain]").hidden = !app.pack.consent;
  dialog.querySelectorAll("input[name=hurts]").forEach((input) => (input.checked = false));
  const side = step && step.side !== "both" ? `, ${step.side} side` : "";
  dialog.querySelector("[data-pain-title]").textContent = `How much${side}?`;
  zone(dialog, (score) => painZone(app.pack, exercise, score));
  signs(dialog, app.pack.words.pain);
  part(dialog, "sofar").hidden = !isWorking;
  fill(dialog, { sofar: `${exercise.name}: how much was done?` });
  list(dialog, "choices").replaceChildren(...ways(app, exercise, line));
  update(app);
  if (!dialog.open) dialog.showModal();
}

/** What may take its place: an easier one first, then its like. */
function ways(app, exercise, line) {
  const easier = (exercise.easier ?? []).slice(0, 1).map((slug) => [slug, "Ease"]);
  const alike = line.swaps.filter((swap) => swap.why === "Alike").map((swap) => [swap.exercise, "Swap"]);
  const rest = [...alike, ...(exercise.alike ?? []).map((slug) => [slug, "Swap"])];
  const all = new Map([...rest.slice(0, 2), ...easier].map(([slug, why]) => [slug, why]));
  return [...all].reverse()
    .filter(([slug]) => app.pack.exercises[slug] && slug !== line.exercise)
    .map(([slug, why]) => button(`${why}: ${app.exercise(slug).name}`, "hurts-swap", slug));
}

function update(app) {
  const exercise = app.exercise(here.line.exercise);
  const found = here.score === null ? null : painZone(app.pack, exercise, here.score);
  const note = dialog.querySelector("[data-note]");
  note.hidden = !found;
  if (found) {
    note.className = `note ${found.kind}`;
    const use = note.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, KINDS[found.kind]));
    fill(note, { advice: found.advice });
  }
  part(dialog, "go-on").hidden = found?.kind === "stop";
  const { measure } = here.line.dose;
  setStepper(dialog, "sofar", here.sofar, unit(measure, here.sofar));
}

export function score(app, value) {
  here.score = value;
  update(app);
}

export function step(app, by) {
  here.sofar = Math.max(0, here.sofar + by);
  update(app);
}

/** Write the score where it belongs: on the set that hurt, as far as it went, or on the one before. */
function noted(app) {
  const { run } = app;
  const { line, score: pain_score, sofar, isWorking } = here;
  if (isWorking && sofar > 0) return record(run, run.step, { value: sofar, load_kg: run.load_kg, band: run.band, pain_score }).items;
  const last = run.sets.findLast((set) => !set.deleted && set.line === line.id);
  return last && pain_score !== null ? change(run, last, { pain_score }) : [];
}

const mustStop = (app) => here.score !== null && painZone(app.pack, app.exercise(here.line.exercise), here.score).kind === "stop";

export async function goOn(app) {
  const items = here.score === null || here.isWorking ? [] : noted(app);
  if (here.isWorking) app.run.hurt = here.score; // the set that is still to be done will say it
  dialog.close();
  await app.keep(items);
  app.update();
}

export async function swap(app, slug) {
  const items = noted(app);
  swapLine(app.run, app.pack, here.line, slug);
  if (here.line.stopped && mustStop(app)) here.line.stopped = "pain";
  dialog.close();
  announce(`${app.exercise(slug).name} takes its place.`);
  return items;
}

export async function stop(app) {
  const items = noted(app);
  here.line.stopped = "pain";
  dialog.close();
  return items;
}
