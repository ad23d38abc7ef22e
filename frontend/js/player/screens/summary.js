// At the end: every side of every set, left beside right.
import { copy, fill, list, part } from "../dom.js";
import { alive } from "../run.js";
import { nextStep } from "../sets.js";
import { load, sideWord, unit } from "../words.js";

export function make(app) {
  const view = copy("screen-summary");
  view.querySelector("[data-input=note]").value = app.run.note;
  return view;
}

/** "7 sets, 12 minutes": a left and a right of one number are one set. */
export function total(run) {
  const sets = new Set(alive(run).map((set) => `${set.line}.${set.number}`)).size;
  const times = alive(run).map((set) => Date.parse(set.completed_at));
  const minutes = Math.max(1, Math.round((Math.max(...times) - Date.parse(run.started_at)) / 60000));
  return `${sets} ${sets === 1 ? "set" : "sets"}, ${minutes} ${minutes === 1 ? "minute" : "minutes"}`;
}

export function update(app) {
  const { run, view } = app;
  const sets = alive(run);
  fill(view, { total: sets.length ? `${total(run)}. Saved on this phone as you went.` : "Nothing is logged yet." });
  part(view, "back").hidden = !nextStep(run);
  view.querySelector("[data-do=finish]").disabled = !sets.length;
  list(view, "done").replaceChildren(...run.lines.flatMap((line) => {
    const own = sets.filter((set) => set.line === line.id);
    return own.length ? [row(app, line, own)] : [];
  }));
}

function row(app, line, sets) {
  const made = copy("part-done");
  const pains = sets.map((set) => set.pain_score).filter((score) => score !== null);
  const stopped = line.stopped === "pain" ? " Stopped, since it hurt." : "";
  fill(made, {
    name: app.exercise(line.exercise).name,
    pain: pains.length ? `Highest pain ${Math.max(...pains)}.${stopped}` : stopped.trim(),
  });
  list(made, "sides").replaceChildren(...["left", "right", "both"].flatMap((side) => {
    const own = sets.filter((set) => set.side === side).sort((a, b) => a.number - b.number);
    if (!own.length) return [];
    const term = document.createElement("dt");
    const badge = document.createElement("span");
    badge.className = `side ${{ left: "l", right: "r", both: "both" }[side]}`;
    badge.textContent = { left: "L", right: "R", both: "L+R" }[side];
    badge.setAttribute("aria-hidden", "true");
    const word = document.createElement("span");
    word.className = "visually-hidden";
    word.textContent = sideWord(side);
    term.append(badge, word);
    const what = document.createElement("dd");
    what.className = "tnum";
    const kit = load(app.pack, own[0]);
    what.textContent = `${own.map((set) => set.value).join(", ")} ${unit(own[0].measure, own.at(-1).value)}${kit ? `, ${kit}` : ""}`;
    return [term, what];
  }));
  return made;
}
