// The work of a step: its target, its timers and how much of it is done. A run's timer says when it
// began and ends; what has happened since follows from the clock, however long nobody looked.
import { now, timer } from "./clock.js";
import { at, cycleOf, lengthOf } from "./pacer.js";
import { wishes } from "./wishes.js";

const motions = new Map(); // exercise -> its motion, for the tempo of a rep
export const know = (slug, motion) => motions.set(slug, motion);
export const isKnown = (slug) => motions.has(slug);

export const cycle = (line) => (line.dose.tempo ? cycleOf(motions.get(line.exercise), line.dose.tempo) : []);

/** What the runner is to do: the prescription, or what they set instead. */
export const targetOf = (run, step) => run.target ?? step.line.dose.amount;

/** Tell whether a clock belongs to it: every hold, and reps with a tempo unless that is off. */
export function needsStart(step) {
  const { measure } = step.line.dose;
  return measure === "hold_seconds" || (measure === "reps" && wishes.tempo && cycle(step.line).length > 0);
}

/** Get ready for a step: what it is filled in with. */
export function stand(run, step) {
  const last = step.line.last?.[step.side];
  const { load_kg, band } = step.line.dose;
  const had = run.sets.findLast((set) => !set.deleted && set.line === step.line.id);
  const loaded = had ?? (load_kg !== null && load_kg !== undefined ? { load_kg, band: "" } : band ? { load_kg: null, band } : last);
  Object.assign(run, {
    step: step.key, timer: null, target: null, count: null, adjust: 0, hurt: null,
    load_kg: loaded?.load_kg === null || loaded?.load_kg === undefined ? null : Number(loaded.load_kg),
    band: loaded?.band ?? "",
  });
}

export function getReady(run, step, starts = now()) {
  run.timer = wishes.ready ? timer("ready", wishes.ready, starts) : working(run, step, starts);
}

/** The timer of the work itself, or none where nothing is timed. */
export function working(run, step, starts) {
  const { measure } = step.line.dose;
  if (measure === "hold_seconds") return timer("hold", targetOf(run, step), starts);
  if (!needsStart(step)) return null;
  const parts = cycle(step.line);
  const length = lengthOf(parts);
  return { ...timer("reps", length * targetOf(run, step), starts), cycle: parts, length };
}

/** What is done of a step at a time: reps counted by tempo or taps, seconds held, else the target. */
export function countOf(run, step, time = now()) {
  const target = targetOf(run, step);
  if (run.timer?.kind === "reps") return Math.max(0, Math.min(target, at(run.timer.cycle, (time - run.timer.starts) / 1000).done) + run.adjust);
  if (run.timer?.kind === "hold") return Math.min(target, Math.max(0, Math.round((time - run.timer.starts) / 1000)));
  return run.count ?? target;
}

/** How much was done before something hurt: nothing is guessed. */
export const doneSoFar = (run, step, time = now()) => (run.timer && run.timer.kind !== "ready" ? countOf(run, step, time) : (run.count ?? 0));
