// How a session goes on: what the clock ends, and what is heard when.
import { now, timer } from "./clock.js";
import { announce } from "./dom.js";
import { at } from "./pacer.js";
import { record } from "./run.js";
import { nextStep, restBetween } from "./sets.js";
import { beep, say, shake } from "./sound.js";
import { motionOf } from "./stage.js";
import { amount, sideWord } from "./words.js";
import { getReady, isKnown, know, stand, targetOf, working } from "./work.js";

const FRESH = 1500; // ms: what rang longer ago is not rung any more
const LOST = 60_000; // ms after its end: a page opened again does not take a hold for done

/** Fetch how an exercise moves, which is the tempo of its reps; ahead of need where there is time. */
export const learn = async (app, { exercise }) => know(exercise, await motionOf(app.exercise(exercise)));

/** Stand before a step. isNew: another exercise than before, to be looked at first. */
export async function approach(app, step, { begin = false } = {}) {
  if (!isKnown(step.line.exercise)) await learn(app, step.line);
  stand(app.run, step);
  if (begin) getReady(app.run, step);
  const side = step.side === "both" ? "" : `${sideWord(step.side)} side. `;
  const what = `${app.exercise(step.line.exercise).name}, set ${step.number} of ${step.of}, ${amount(step.line.dose.measure, step.line.dose.amount)}`;
  announce(`${side}${what}`);
  say(`${side}${step.number === 1 ? app.exercise(step.line.exercise).name : ""}`);
  shake("side");
  await app.go("set");
}

/** Log the step under way and rest. */
export function log(app, value, time = now()) {
  const { run } = app;
  const step = app.step();
  const { set, items } = record(run, run.step, { value, load_kg: run.load_kg, band: run.band, at: time, pain_score: run.hurt });
  const next = app.next();
  run.timer = next ? timer("rest", restBetween(step, next), time) : null;
  const side = set.side === "both" ? "Set" : sideWord(set.side);
  announce(`${side} done, ${amount(set.measure, set.value)}. Saved on this phone.`);
  return app.go("rest", items);
}

/** Look at the clock: count down aloud, and go on where something has ended. */
export function look(app) {
  const { run } = app;
  if (!run || !["set", "rest"].includes(run.phase)) return;
  if (!app.step()) return; // its exercise was swapped just now, the next one is on its way
  const time = now();
  const { timer: current } = run;
  if (current) cues(app, current, time);
  if (current && run.phase === "set" && time >= current.ends) ended(app, current);
  else app.screen.look?.(app, time);
}

function ended(app, current) {
  const { run } = app;
  const step = app.step();
  if (current.kind === "ready") {
    run.timer = working(run, step, current.ends);
    app.update();
    app.keep();
    return look(app); // the work may be over, too, when nobody has looked for long
  }
  return log(app, Math.max(1, targetOf(run, step) + (current.kind === "reps" ? run.adjust : 0)), current.ends);
}

let heard = { timer: null, time: 0 };

/** Ring what has come since the last look, unless it came long ago. */
function cues(app, current, time) {
  const from = heard.timer === current ? heard.time : time;
  heard = { timer: current, time };
  const passed = (moment) => from < moment && moment <= time && time - moment < FRESH;
  for (const n of [3, 2, 1]) {
    if (!passed(current.ends - n * 1000) || current.kind === "reps" || current.kind === "rest") continue;
    beep("tick");
    say(`${n}`);
  }
  if (current.kind === "rest") resting(app, current, passed);
  else if (passed(current.ends)) {
    beep(current.kind === "ready" ? "go" : "end");
    shake(current.kind === "ready" ? "go" : "end");
    say(current.kind === "ready" ? "Go" : "Done");
  }
  const half = (current.starts + current.ends) / 2;
  if (current.kind === "hold" && current.ends - current.starts > 20_000 && passed(half)) say("Halfway");
  if (current.kind === "reps" && time < current.ends) counting(current, from, time);
}

function resting(app, current, passed) {
  if (passed(current.ends - 10_000)) announce("10 seconds of rest left");
  if (!passed(current.ends)) return;
  const next = app.next();
  beep("end");
  shake("end");
  announce("Rest is over");
  say(next && next.side !== "both" ? `${sideWord(next.side)} side. Start when you are ready` : "Start when you are ready");
}

function counting(current, from, time) {
  const before = at(current.cycle, Math.max(0, (from - current.starts) / 1000));
  const after = at(current.cycle, (time - current.starts) / 1000);
  if (after.done > before.done) {
    beep("tick");
    say(`${after.done}`);
  } else if (after.label !== before.label) beep("rep");
}

/** Take up a run that was kept: a clock that ran out long ago did not see the work. */
export async function resume(app) {
  const { run } = app;
  const step = app.step();
  if (step) await learn(app, step.line);
  if (run.phase === "set" && run.timer && now() > run.timer.ends + LOST) run.timer = null;
  if (run.phase === "set" && !step) run.phase = nextStep(run) ? "plan" : "summary";
  app.show(run.phase);
}
