// The steps of a session: one side of one set each, in the order in which they are done. They follow
// from the lines, what is logged and what was left out, so that nothing has to be kept in step.
const OTHER = { left: "right", right: "left" };
const CHANGE_SECONDS = 15; // between the two sides of a set

/** Which sides a line works, the one that leads first. */
export function sidesOf(line) {
  if (!line.dose.per_side) return ["both"];
  const first = line.first_side || "left";
  return [first, OTHER[first]];
}

/** All steps, each {key, line, position, number, of, side, state: done|now|todo|out}. */
export function stepsOf(run) {
  const done = new Set(run.sets.filter((set) => !set.deleted).map((set) => set.key));
  return run.lines.flatMap((line, index) => {
    const numbers = Array.from({ length: line.dose.sets }, (_, i) => i + 1);
    const all = numbers.flatMap((number) => sidesOf(line).map((side) => ({ number, side })));
    if (line.extra_side && line.dose.per_side) all.push({ number: line.dose.sets + 1, side: line.extra_side });
    const of = all.length ? all.at(-1).number : 0;
    return all.map(({ number, side }) => {
      const key = `${line.id}.${number}.${side}`;
      const out = line.stopped || run.skipped.includes(key);
      return { key, line, position: index + 1, number, of, side, state: done.has(key) ? "done" : out ? "out" : "todo" };
    });
  });
}

/** What is to be done next after a step, or from the beginning. */
export function nextStep(run, after = null) {
  const steps = stepsOf(run);
  const at = after ? steps.findIndex((step) => step.key === after) : -1;
  return steps.slice(at + 1).find((step) => step.state === "todo") ?? steps.find((step) => step.state === "todo");
}

export const stepOf = (run, key) => stepsOf(run).find((step) => step.key === key);

/** How long to rest between two steps: to change sides is shorter than a whole rest. */
export function restBetween(step, next) {
  const rest = step.line.dose.rest_seconds ?? 45;
  const isChange = next && step.line.id === next.line.id && step.number === next.number;
  return isChange ? Math.min(rest, CHANGE_SECONDS) : rest;
}

/** The number of a set in the whole workout, where an exercise that comes twice goes on counting. */
export function indexOf(run, step) {
  const before = run.lines.slice(0, step.position - 1).filter((line) => line.exercise === step.line.exercise);
  const used = before.map((line) => Math.max(0, ...run.sets.filter((set) => set.line === line.id && !set.deleted).map((set) => set.number)));
  return step.number + used.reduce((sum, n) => sum + n, 0);
}

/** A line of a session from the pack, with an id of its own in this run. */
export function newLine(run, line) {
  run.made = (run.made ?? 0) + 1;
  return { first_side: "", extra_side: "", swaps: [], last: {}, ...structuredClone(line), id: `l${run.made}`, stopped: "" };
}

/** A line for an exercise of the library: the runner's own dose of it. */
export function lineOf(pack, slug, like = null) {
  const found = pack.exercises[slug];
  const known = [...pack.sessions.flatMap((one) => one.lines), ...(pack.repeat ?? [])].find((line) => line.exercise === slug);
  return {
    exercise: slug,
    dose: structuredClone(found.dose),
    first_side: known?.first_side ?? like?.first_side ?? "",
    last: known?.last ?? lastOf(pack, slug),
    swaps: known?.swaps ?? swapsOf(found),
  };
}

function lastOf(pack, slug) {
  const workout = pack.log.find((one) => one.sets.some((set) => set.exercise === slug));
  const sets = workout?.sets.filter((set) => set.exercise === slug) ?? [];
  return Object.fromEntries(["left", "right", "both"].map((side) => [side, sets.find((set) => set.side === side) ?? null]));
}

const swapsOf = (found) => [
  ...(found.easier ?? []).slice(0, 1).map((exercise) => ({ exercise, why: "Easier" })),
  ...(found.alike ?? []).slice(0, 2).map((exercise) => ({ exercise, why: "Alike" })),
];

/** Put another exercise in the place of a line; what was done of the old one stays. */
export function swapLine(run, pack, line, slug) {
  const begun = run.sets.filter((set) => set.line === line.id && !set.deleted);
  const rounds = new Set(begun.map((set) => set.number)).size;
  const fresh = newLine(run, lineOf(pack, slug, line));
  const index = run.lines.indexOf(line);
  if (!rounds) run.lines.splice(index, 1, fresh);
  else {
    fresh.dose.sets = Math.max(1, line.dose.sets - rounds);
    line.stopped = "swap";
    run.lines.splice(index + 1, 0, fresh);
  }
  return fresh;
}
