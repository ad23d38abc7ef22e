// What the buttons do, by the name in their data-do.
import { now } from "./clock.js";
import { fill } from "./dom.js";
import { approach, log, resume } from "./flow.js";
import * as hurts from "./hurts.js";
import * as options from "./options.js";
import { asked } from "./plan.js";
import { alive, begin, change, drop, finish, undo } from "./run.js";
import { lastSet } from "./screens/rest.js";
import { lineOf, newLine, nextStep, swapLine } from "./sets.js";
import { hush, wake } from "./sound.js";
import { stayAwake } from "./awake.js";
import { loadStep, painZone, shown, stored } from "./words.js";
import { effortOf, wish, wishes } from "./wishes.js";
import { countOf, getReady, needsStart, targetOf, working } from "./work.js";

const TODAY = "/training/today/";
const leave = document.getElementById("dialog-leave");

/** Stand before the next step, or look at what was done. */
async function onward(app, items = []) {
  const step = nextStep(app.run, app.run.step);
  await app.keep(items);
  return step ? approach(app, step) : app.go("summary");
}

export const actions = {
  async start(app) {
    stayAwake(true);
    navigator.storage?.persist?.(); // what is logged is not to be cleared away for lack of space
    await approach(app, nextStep(app.run, app.run.step));
  },
  async main(app) {
    const { run } = app;
    const step = app.step();
    if (run.timer?.kind === "ready") run.timer = working(run, step, now());
    else if (!run.timer && needsStart(step)) getReady(run, step);
    else return log(app, Math.max(1, countOf(run, step)));
    app.update();
    await app.keep();
  },
  tap(app) {
    const step = app.step();
    if (app.run.phase !== "set" || step.line.dose.measure !== "reps" || needsStart(step)) return;
    app.run.count = (app.run.count ?? 0) + 1;
    app.update();
  },
  step(app, { by }) {
    const { run } = app;
    const step = app.step();
    const { measure } = step.line.dose;
    if (measure !== "reps") {
      const size = measure === "hold_seconds" ? 5 : 5;
      run.target = Math.max(size, targetOf(run, step) + by * size);
      if (run.timer?.kind === "hold") run.timer.ends = run.timer.starts + run.target * 1000;
    } else if (run.timer?.kind === "reps") run.adjust = Math.max(-countOf({ ...run, adjust: 0 }, step), run.adjust + by);
    else run.count = Math.max(1, countOf(run, step) + by);
    app.update();
  },
  "step-load"(app, { by }) {
    const { run, pack } = app;
    run.load_kg = stored(pack, Math.max(0, shown(pack, run.load_kg) + by * loadStep(pack)));
    app.update();
  },
  async go(app) {
    wake();
    const step = app.next();
    if (!step) return app.go("summary");
    const isSame = step.line.id === app.step()?.line.id;
    await approach(app, step, { begin: isSame });
    if (isSame && !needsStart(step)) app.run.timer = null;
    app.update();
  },
  "more-rest"(app) {
    const { timer } = app.run;
    timer.ends = Math.max(timer.ends, now()) + 15_000;
    app.update();
    return app.keep();
  },
  "skip-rest": (app) => actions.go(app),
  async fix(app, { by }) {
    const set = lastSet(app);
    const size = set.measure === "reps" ? 1 : 5;
    const items = change(app.run, set, { value: Math.max(1, set.value + by * size) });
    app.update();
    await app.keep(items);
  },
  scale(app) {
    wish("effort", effortOf(lastSet(app).prescribed) === "rpe" ? "rir" : "rpe");
    app.show("rest");
    app.view.querySelector("[data-do=scale]").focus();
  },
  async undo(app) {
    const taken = undo(app.run);
    options.close();
    if (!taken) return;
    app.run.step = taken.set.key;
    await app.keep(taken.items);
    await approach(app, app.step());
  },
  hurts: (app) => hurts.open(app),
  "step-sofar": (app, { by }) => hurts.step(app, by),
  "hurts-close": (app) => hurts.goOn(app),
  "hurts-swap": async (app, { value }) => onward(app, await hurts.swap(app, value)),
  "hurts-stop": async (app) => onward(app, await hurts.stop(app)),
  async "hurts-end"(app) {
    await app.go("summary", await hurts.stop(app));
  },
  options: (app) => options.open(app),
  async swap(app, { value }) {
    const line = options.lineOf(app);
    options.close();
    swapLine(app.run, app.pack, line, value);
    await onward(app);
  },
  async "skip-set"(app) {
    options.close();
    const step = app.run.phase === "rest" ? app.next() : app.step();
    if (step) app.run.skipped.push(step.key);
    await onward(app);
  },
  async "skip-exercise"(app) {
    const line = options.lineOf(app);
    options.close();
    line.stopped = "skip";
    await onward(app);
  },
  mute(app) {
    const isOn = wishes.sound || wishes.voice;
    wish("sound", !isOn);
    wish("voice", !isOn);
    hush();
    showMute(app);
  },
  async leave(app) {
    const done = app.run ? alive(app.run).length : 0;
    if (!done && app.run?.edited_at) await app.keep(drop(app.run));
    if (!done || app.run.phase === "done") return location.assign(TODAY);
    fill(leave, { leave: `${done} ${done === 1 ? "set is" : "sets are"} saved. Stop here?` });
    leave.showModal();
  },
  close: (_app, _data, element) => element.closest("dialog").close(),
  async "stop-here"(app) {
    leave.close();
    hush();
    await app.go("summary");
  },
  async finish(app) {
    const items = finish(app.run, app.view.querySelector("[data-input=note]").value.trim());
    stayAwake(false);
    hush();
    await app.go("done", items);
  },
  back: (app) => approach(app, nextStep(app.run)),
  add(app) {
    app.show("choose");
  },
  choose(app, { value }) {
    app.run.lines.push(newLine(app.run, lineOf(app.pack, value)));
    app.update();
  },
  "take-list"(app, { value }) {
    for (const slug of app.pack.lists[value].exercises) if (app.pack.exercises[slug]) app.run.lines.push(newLine(app.run, lineOf(app.pack, slug)));
    app.update();
  },
  repeat(app) {
    for (const line of asked(app.pack, new URLSearchParams("repeat=1")).lines) app.run.lines.push(newLine(app.run, line));
    app.update();
  },
  "take-out"(app, { value }) {
    app.run.lines = app.run.lines.filter((line) => line.id !== value || app.run.sets.some((set) => set.line === value));
    app.update();
  },
  async resume(app) {
    app.run = app.old;
    app.old = null;
    stayAwake(true);
    await resume(app);
  },
  async "close-old"(app) {
    const fresh = app.run;
    app.run = app.old;
    app.old = null;
    const items = finish(app.run, app.run.note);
    await app.keep(items);
    app.run = fresh;
    app.show("plan");
  },
};

/** One tap on a pain or effort tile is kept at once. */
export const choices = {
  async pain(app, value) {
    const set = lastSet(app);
    const line = app.run.lines.find((one) => one.id === set.line);
    const isStop = painZone(app.pack, app.exercise(set.exercise), value).kind === "stop";
    if (isStop && !line.stopped) line.stopped = "pain";
    else if (!isStop && line.stopped === "pain") line.stopped = "";
    const items = change(app.run, set, { pain_score: value });
    app.update();
    await app.keep(items);
  },
  async effort(app, value) {
    const set = lastSet(app);
    const scale = effortOf(set.prescribed);
    const items = change(app.run, set, { rpe: null, rir: null, [scale]: value });
    app.update();
    await app.keep(items);
  },
  hurts: (app, value) => hurts.score(app, value),
};

export function showMute(app) {
  const isOn = wishes.sound || wishes.voice;
  const button = app.root.querySelector("[data-mute]");
  button.setAttribute("aria-pressed", !isOn);
}

export function fresh(app) {
  app.run = begin(app.pack, app.plan, location.search);
}
