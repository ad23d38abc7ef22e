// How sides, doses and pain are said. What pain means is the server's to say (pack.words.pain).
const UNITS = { reps: ["rep", "reps"], hold_seconds: ["second", "seconds"], distance_m: ["meter", "meters"] };
const KG_IN_LB = 0.45359237;

export const sideWord = (side) => ({ left: "Left", right: "Right", both: "Both sides" })[side];
export const unit = (measure, n) => UNITS[measure][n === 1 ? 0 : 1];
export const amount = (measure, n) => `${n} ${unit(measure, n)}`;

export function load(pack, { load_kg, band }) {
  if (load_kg !== null && load_kg !== undefined) return `${shown(pack, Number(load_kg))} ${pack.units}`;
  return band ? `${band} band` : "";
}

/** Kilograms in the runner's unit as it was typed: the rule of training/units.py. */
export function shown(pack, kg) {
  if (pack.units !== "lb") return kg;
  const pounds = kg / KG_IN_LB;
  const quarter = Math.round(pounds * 4) / 4;
  return Math.abs(pounds - quarter) <= 0.005 / KG_IN_LB ? quarter : Math.round(pounds * 10) / 10;
}
export const stored = (pack, value) => Math.round(value * (pack.units === "lb" ? KG_IN_LB : 1) * 100) / 100;
export const loadStep = (pack) => (pack.units === "lb" ? 5 : 1);

export function dose(pack, line) {
  const { sets, measure, amount: n, per_side } = line.dose;
  const words = `${sets} ${sets === 1 ? "set" : "sets"} of ${amount(measure, n)}${per_side ? " a side" : ""}`;
  const kit = load(pack, line.dose);
  return kit ? `${words}, ${kit}` : words;
}

export function lastTime(pack, line, side) {
  const last = line.last?.[side];
  if (!last) return "";
  const measure = ["reps", "hold_seconds", "distance_m"].find((name) => last[name] !== null && last[name] !== undefined);
  if (!measure) return "";
  const effort = last.rir !== null && last.rir !== undefined ? `${last.rir} in reserve` : last.rpe ? `effort ${last.rpe}` : "";
  return ["Last time " + amount(measure, last[measure]), load(pack, last), effort].filter(Boolean).join(", ");
}

const ZONES = { ok: 1, warn: 2, stop: 3 };

/** The zone of a score, which is stricter for hops: {zone, kind, advice}. */
export function painZone(pack, exercise, score) {
  const { zones, strict_trait: trait, fine_to: fine } = pack.words.pain;
  const isStrict = exercise.traits.includes(trait) && score > fine;
  const found = isStrict ? zones.at(-1) : zones.find((zone) => score <= zone.to);
  return { zone: ZONES[found.kind], kind: found.kind, advice: found.advice.replace("{score}", score) };
}

const RPE = [
  { value: 3, word: "Easy" }, { value: 5, word: "Steady" }, { value: 7, word: "Hard" }, { value: 9, word: "Max" },
];

/** The steps of an effort scale: four of the ten, or the reps in reserve that the sheet has too. */
export const effortScale = (pack, name) => (name === "rir" ? pack.words.effort.rir.toReversed() : RPE);
