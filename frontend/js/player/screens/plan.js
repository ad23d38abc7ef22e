// Before the first set: what is asked for, why, and how long it takes.
import { copy, fill, list, part } from "../dom.js";
import { drawOn } from "../stage.js";
import { nextStep, stepsOf } from "../sets.js";
import { dose, lastTime, sideWord } from "../words.js";

export function make(app) {
  const view = copy("screen-plan");
  const { title, why, minutes } = app.plan;
  fill(view, { title, why: why ?? "", minutes: `About ${minutes} minutes, warm-up and both sides included` });
  part(view, "minutes").hidden = !minutes;
  part(view, "done").hidden = !app.done;
  part(view, "goes-on").hidden = !app.old;
  if (app.old) fill(view, { underway: `${app.old.title} is not finished.` });
  return view;
}

export function update(app) {
  list(app.view, "lines").replaceChildren(...lines(app));
  fill(app.view, { start: startWords(app) });
  app.view.querySelector('[data-do="start"]').hidden = !app.run.lines.length;
}

export const startWords = (app) => {
  const first = nextStep(app.run);
  return first && first.side !== "both" ? `Start, ${first.side} side first` : "Start";
};

/** The lines of the run as rows of a list, each of which may be taken out. */
export function lines(app) {
  const steps = stepsOf(app.run);
  return app.run.lines.map((line) => {
    const exercise = app.exercise(line.exercise);
    const row = copy("part-line");
    const side = steps.find((step) => step.line.id === line.id)?.side ?? "both";
    const lead = line.first_side ? ` ${sideWord(line.first_side)} first.` : "";
    fill(row, {
      name: exercise.name,
      which: ` ${exercise.name}`,
      dose: `${dose(app.pack, line)}.${lead}`,
      last: lastTime(app.pack, line, side),
    });
    row.querySelector("[data-do]").dataset.value = line.id;
    drawOn(row.querySelector("[data-figure]"), exercise, side);
    return row;
  });
}
