// One session under way: what was done, written to this phone at once and queued for the server.
import { v7 as uuid } from "uuid";

import { keep } from "../offline/queue.js";
import { store } from "../offline/store.js";
import { iso, now } from "./clock.js";
import { indexOf, newLine, stepOf } from "./sets.js";

const KEPT_FOR = 7 * 24 * 3600 * 1000; // ms that a run stays after it was finished and sent
const RESUMED_FOR = 12 * 3600 * 1000; // ms; what is older is finished as it is

/** A new run of lines; nothing is kept before something is done. */
export function begin(pack, { title, session, lines }, query = "") {
  const run = {
    id: uuid(), runner: pack.runner, title, session, query, started_at: iso(now()), finished_at: null, note: "",
    edited_at: null, lines: [], sets: [], skipped: [], phase: "plan", step: null, timer: null,
  };
  for (const line of lines) run.lines.push(newLine(run, line));
  return run;
}

/** The runner's runs on this phone, the newest first; old ones that are finished are forgotten. */
async function runsOf(runner) {
  const db = await store();
  const all = await db.getAll("runs");
  const waiting = new Set((await db.getAll("queue")).map(({ item }) => item.workout ?? item.id));
  for (const run of all)
    if (run.finished_at && !waiting.has(run.id) && now() - Date.parse(run.started_at) > KEPT_FOR) await db.delete("runs", run.id);
  return all.filter((run) => run.runner === runner).sort((a, b) => (a.started_at < b.started_at ? 1 : -1));
}

/** What there is of before: a run that was not finished and is not too old, and the one that did a
 * session already, which a page that was kept does not know. */
export async function before(runner, session) {
  const runs = await runsOf(runner);
  const open = runs.find((run) => !run.finished_at);
  return {
    underWay: open && now() - Date.parse(open.started_at) < RESUMED_FOR ? open : null,
    done: (session && runs.find((run) => run.finished_at && !run.deleted && run.session === session)) || null,
  };
}

// Two changes within a millisecond are still one after the other.
const later = (before) => iso(Math.max(now(), before ? Date.parse(before) + 1 : 0));

const workoutItem = (run) => ({
  kind: "workout", id: run.id, started_at: run.started_at, finished_at: run.finished_at, note: run.note,
  session: run.session, deleted: Boolean(run.deleted), edited_at: run.edited_at,
});

function setItem(run, set) {
  const { id, exercise, position, set_index, side, measure, value, completed_at, deleted, edited_at, base } = set;
  const { load_kg, band, rpe, rir, pain_score, prescribed } = set;
  return {
    kind: "set", id, workout: run.id, exercise, position, set_index, side, [measure]: value, load_kg, band, rpe,
    rir, pain_score, completed_at, prescribed, deleted, edited_at, base,
  };
}

/** Write the run as it is, with the items that changed. */
export function save(run, items = []) {
  return keep(run.runner, items, structuredClone(run));
}

/** Log a step: value in the measure of its dose. @returns the set */
export function record(run, key, { value, load_kg = null, band = "", at = now(), pain_score = null }) {
  const step = stepOf(run, key);
  const { line, number, side } = step;
  // A step that was taken back keeps its id: to the server it is the same set, changed.
  const before = run.sets.find((one) => one.deleted && one.key === key);
  if (before) run.sets.splice(run.sets.indexOf(before), 1);
  const set = {
    id: before?.id ?? uuid(), key, line: line.id, number, exercise: line.exercise, position: step.position,
    set_index: indexOf(run, step), side, measure: line.dose.measure, value: Math.round(value),
    load_kg, band: load_kg === null ? band : "", rpe: null, rir: null, pain_score,
    completed_at: iso(at), prescribed: line.dose, deleted: false, edited_at: later(before?.edited_at),
    base: before?.edited_at ?? null,
  };
  run.sets.push(set);
  const items = [setItem(run, set)];
  if (!run.edited_at) {
    run.edited_at = iso(now());
    items.unshift(workoutItem(run));
  }
  return { set, items };
}

/** Change a set that is logged. @returns {object[]} what to queue */
export function change(run, set, values) {
  const base = set.edited_at;
  Object.assign(set, values, { base, edited_at: later(set.edited_at) });
  return [setItem(run, set)];
}

/** Take the last set back. @returns {{set: object, items: object[]}|null} */
export function undo(run) {
  const set = run.sets.filter((one) => !one.deleted).at(-1);
  if (!set) return null;
  const line = run.lines.find((one) => one.id === set.line);
  if (line && line.stopped !== "swap") line.stopped = "";
  return { set, items: change(run, set, { deleted: true }) };
}

export function finish(run, note) {
  Object.assign(run, { finished_at: iso(now()), note, edited_at: later(run.edited_at), phase: "done", timer: null });
  return [workoutItem(run)];
}

/** Take a run back of which nothing is left. */
export function drop(run) {
  Object.assign(run, { deleted: true, finished_at: iso(now()), edited_at: later(run.edited_at) });
  return [workoutItem(run)];
}

export const alive = (run) => run.sets.filter((set) => !set.deleted);
