// After a set: rest, what comes next, pain and effort of the side that worked, and what was saved.
import { left, words as time } from "../clock.js";
import { copy, fill, list, part, ranOf, setLap, setStepper, signs, zone } from "../dom.js";
import { alive } from "../run.js";
import { drawOn } from "../stage.js";
import { amount, effortScale, load, painZone, sideWord, unit } from "../words.js";
import { effortOf } from "../wishes.js";

const KINDS = { ok: "#circle-check", warn: "#triangle-alert", stop: "#octagon-alert" };
export const lastSet = (app) => alive(app.run).at(-1);

export function make(app) {
  const view = copy("screen-rest");
  const set = lastSet(app);
  const exercise = app.exercise(set.exercise);
  view.querySelector("[data-pain]").hidden = !app.pack.consent;
  zone(view, (score) => painZone(app.pack, exercise, score));
  signs(view, app.pack.words.pain);
  const name = effortOf(set.prescribed);
  list(view, "efforts").replaceChildren(...effortScale(app.pack, name).map(({ value, word }) => {
    const tile = copy("part-effort");
    const isMore = !/^\d+$/.test(word) && name === "rir"; // "5 or more"
    fill(tile, { word: isMore ? `${value}+` : word, means: name === "rpe" ? `effort ${value}` : "" });
    const input = tile.querySelector("input");
    input.value = value;
    input.setAttribute("aria-label", name === "rpe" ? `${word}, effort ${value}` : `${word} in reserve`);
    return tile;
  }));
  return view;
}

export function update(app) {
  const { view } = app;
  const set = lastSet(app);
  const exercise = app.exercise(set.exercise);
  const hip = set.side === "both" ? "" : `, ${set.side} side`;
  const pain = set.pain_score === null ? null : painZone(app.pack, exercise, set.pain_score);
  const kind = pain?.kind ?? "ok";
  const scale = effortOf(set.prescribed);
  fill(view, {
    heading: `Rest after set ${set.number}${hip}`,
    effort: scale === "rpe" ? "How hard was it?" : "How many more were left?",
    scale: scale === "rpe" ? "Ask reps left" : "Ask effort",
    saved: `${sideWord(set.side)}, set ${set.number}: ${amount(set.measure, set.value)}${load(app.pack, set) ? `, ${load(app.pack, set)}` : ""}.`,
    advice: pain ? `Saved. ${pain.advice}` : "Saved.",
  });
  view.querySelector("[data-pain-title]").textContent = `Pain in that set${hip}`;
  const note = view.querySelector("[data-note]");
  note.className = `note saved ${kind}`;
  const use = note.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, KINDS[kind]));
  part(view, "stop").hidden = kind !== "stop";
  part(view, "ease").hidden = kind !== "warn";
  check(view, "pain", set.pain_score);
  check(view, "effort", set[scale]);
  setStepper(view, "done", set.value, unit(set.measure, set.value));
  next(app);
}

function next(app) {
  const { view } = app;
  const step = app.next();
  part(view, "next").hidden = !step;
  part(view, "resting").hidden = !step || !app.run.timer;
  view.querySelector("[data-do=go]").dataset.key = step?.key ?? "";
  const lines = app.run.lines.filter((line) => !line.stopped);
  fill(view, { go: "See what you did", place: "" });
  if (!step) return;
  const { side, line } = step;
  const name = app.exercise(line.exercise).name;
  const dose = amount(line.dose.measure, line.dose.amount);
  const badge = view.querySelector("[data-badge]");
  badge.className = `side ${{ left: "l", right: "r", both: "both" }[side]}`;
  badge.textContent = { left: "L", right: "R", both: "L+R" }[side];
  const here = app.step(); // none where its exercise was swapped
  const isChange = line.id === here?.line.id && side !== here.side;
  fill(view, {
    name,
    what: side === "both" ? `Set ${step.number}, ${dose}` : `${isChange ? `Change sides: ${side}` : sideWord(side)} side, ${dose}`,
    go: side === "both" ? "Start next set" : `Start ${side} side`,
    place: `Exercise ${lines.indexOf(line) + 1} of ${lines.length}, set ${step.number} of ${step.of}`,
  });
  const stage = view.querySelector("[data-part=next] [data-figure]");
  if (stage.dataset.key !== step.key) {
    stage.dataset.key = step.key;
    drawOn(stage, app.exercise(line.exercise), side);
  }
}

const check = (view, name, value) => {
  for (const input of view.querySelectorAll(`input[name=${name}]`)) input.checked = value !== null && Number(input.value) === value;
};

export function look(app, now) {
  const { timer } = app.run;
  if (!timer) return;
  const rest = left(timer, now);
  const clock = rest < 60 ? `0:${String(Math.ceil(rest - 0.001)).padStart(2, "0")}` : time(rest);
  setLap(app.view, rest ? clock : "0:00", rest ? "rest" : "ready when you are", ranOf(timer, now));
}
