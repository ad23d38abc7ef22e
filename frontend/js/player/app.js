// The player as a whole: the pack, the run, and the screen that shows where the run stands.
import { save } from "./run.js";
import { nextStep, stepOf, stepsOf } from "./sets.js";
import * as choose from "./screens/choose.js";
import * as done from "./screens/done.js";
import * as message from "./screens/message.js";
import * as plan from "./screens/plan.js";
import * as rest from "./screens/rest.js";
import * as set from "./screens/set.js";
import * as summary from "./screens/summary.js";

const SCREENS = { choose, done, message, plan, rest, set, summary };

export const app = {
  root: document.querySelector("[data-player-app]"),
  pack: null,
  run: null,
  old: null, // a run of before that was not finished
  screen: null,
  view: null,
  message: null,

  exercise: (slug) => app.pack.exercises[slug],
  step: () => (app.run?.step ? stepOf(app.run, app.run.step) : undefined),
  next: () => nextStep(app.run, app.run.step),

  /** Show a screen anew and put the focus where its next act is. */
  show(name) {
    app.screen = SCREENS[name];
    const view = app.screen.make(app);
    app.root.querySelector("[data-view]").replaceChildren(view);
    app.view = view;
    app.update();
    app.screen.look?.(app, Date.now());
    (view.querySelector("[data-focus-here]") ?? view.querySelector("[data-focus]:not([hidden])"))?.focus({ preventScroll: true });
    scrollTo(0, 0);
  },

  /** Write on the screen what has changed. */
  update() {
    strip();
    app.screen.update?.(app);
  },

  /** Go to a phase of the run and keep it. */
  async go(phase, items = []) {
    app.run.phase = phase;
    app.show(phase);
    await app.keep(items);
  },

  /** Write the run to this phone; before anything was done there is nothing to keep. */
  keep: (items = []) => (app.run.sets.length || items.length ? save(app.run, items) : null),
};

/** The strip at the top: the sets of the exercise that is under way. */
function strip() {
  const bar = app.root.querySelector("[data-strip]");
  const step = app.run && ["set", "rest"].includes(app.run.phase) ? app.step() : undefined;
  const steps = step ? stepsOf(app.run).filter((one) => one.line.id === step.line.id) : [];
  bar.replaceChildren(
    ...steps.map((one) => {
      const mark = document.createElement("i");
      const isNow = one.key === step.key && app.run.phase === "set";
      mark.className = `${one.side === "right" ? "r" : "l"} ${isNow ? "now" : one.state === "done" ? "done" : "todo"}`;
      return mark;
    }),
  );
  const done = steps.filter((one) => one.state === "done").length;
  bar.setAttribute("aria-label", steps.length ? `${done} of ${steps.length} done of this exercise` : "Session");
}
