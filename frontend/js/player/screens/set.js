// One side of one set: before it, the count to get ready, and the work itself.
import { left, words as time } from "../clock.js";
import { copy, fill, ranOf, setLap, setStepper } from "../dom.js";
import { at } from "../pacer.js";
import { drawOn } from "../stage.js";
import { amount, lastTime, load, shown, sideWord, unit } from "../words.js";
import { countOf, needsStart, targetOf } from "../work.js";

let figure = null;

export function make(app) {
  const view = copy("screen-set");
  const { line, side } = app.step();
  const exercise = app.exercise(line.exercise);
  figure = null;
  drawOn(view.querySelector("[data-figure]"), exercise, side).then((moving) => (figure = moving));
  view.querySelector("[data-halves]").hidden = side === "both";
  view.querySelector("[data-both]").hidden = side !== "both";
  return view;
}

export function update(app) {
  const { view, run } = app;
  const step = app.step();
  const next = app.next();
  const { line, side, number, of } = step;
  for (const half of view.querySelectorAll("[data-side]")) {
    const isNow = half.dataset.side === side;
    half.classList.toggle("off", !isNow);
    const isNext = next?.side === half.dataset.side && next.line.id === line.id;
    fill(half, { [half.dataset.side]: isNow ? side.toUpperCase() : isNext ? `${sideWord(half.dataset.side)} is next` : sideWord(half.dataset.side) });
  }
  fill(view, {
    name: app.exercise(line.exercise).name,
    set: `Set ${number} of ${of}`,
    hint: [load(app.pack, { load_kg: run.load_kg, band: run.band }), lastTime(app.pack, line, side)].filter(Boolean).join(". "),
    main: mainWords(run, step),
    next: next ? `Next: ${nextWords(app, next, line)}` : "Last set",
  });
  setStepper(view, "load", run.load_kg === null ? null : shown(app.pack, run.load_kg), app.pack.units);
  look(app, Date.now());
}

const nextWords = (app, next, line) => {
  const what = next.side === "both" ? "" : `${next.side} side, `;
  const name = next.line.id === line.id ? "" : `${app.exercise(next.line.exercise).name}, `;
  return `${name}${what}${amount(next.line.dose.measure, next.line.dose.amount)}`;
};

function mainWords(run, step) {
  const side = step.side === "both" ? "" : step.side;
  if (run.timer?.kind === "ready") return "Start now";
  if (!run.timer && needsStart(step)) return side ? `Start ${side} side` : "Start";
  return side ? `${sideWord(side)} done` : "Set done";
}

/** What the clock says, ten times a second. */
export function look(app, now) {
  const { run, view } = app;
  const step = app.step();
  const { measure } = step.line.dose;
  const target = targetOf(run, step);
  const timer = run.timer;
  if (timer?.kind === "ready") setLap(view, time(left(timer, now)), "get ready", ranOf(timer, now));
  else if (timer?.kind === "hold") setLap(view, time(left(timer, now)), "seconds to hold", ranOf(timer, now));
  else if (timer?.kind === "reps") pace(view, timer, now);
  else setLap(view, time2(measure, target), measure === "hold_seconds" ? "seconds to hold" : tapWords(step), 0);
  const count = countOf(run, step, now);
  if (measure === "reps") setStepper(view, "amount", count, `of ${target} ${unit(measure, target)}`);
  else setStepper(view, "amount", target, unit(measure, target));
  pose(timer, now);
}

const time2 = (measure, n) => (measure === "hold_seconds" ? time(n) : n);
const tapWords = (step) => (step.line.dose.measure === "reps" ? (needsStart(step) ? "reps" : "reps, tap to count") : "meters");

function pace(view, timer, now) {
  const rep = at(timer.cycle, (now - timer.starts) / 1000);
  setLap(view, time(rep.left), rep.label.toLowerCase(), rep.into / timer.length);
}

function pose(timer, now) {
  if (!figure) return;
  if (timer?.kind === "hold") figure.draw(figure.peak);
  else if (timer?.kind !== "ready") figure.draw(figure.start + (now - (timer?.starts ?? 0)) / 1000);
}
