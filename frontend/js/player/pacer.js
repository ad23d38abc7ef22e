// The tempo of a rep: which part of it is now, and how many are done. A cycle is a list of
// {label, seconds}; where a figure moves it is the figure's own, whose labels name the movement.
const NAMES = ["Lower", "Hold", "Lift", "Hold"];

/** The parts of a rep. motion: a figure's motion as the server writes it; tempo: "2-1-2-1". */
export function cycleOf(motion, tempo) {
  const rows = motion?.rows ?? [];
  const parts = rows.slice(1).flatMap((row) => [
    { label: row.label || "Move", seconds: row.move },
    { label: "Hold", seconds: row.hold },
  ]);
  // The start pose's hold is the rest between two reps.
  if (rows.length && tempo) parts.push({ label: "Hold", seconds: rows[0].hold });
  const written = tempo.split("-").map(Number).map((seconds, i) => ({ label: NAMES[i] ?? "Hold", seconds: seconds || 0 }));
  return (rows.length > 1 ? parts : written).filter((part) => part.seconds >= 0.3);
}

export const lengthOf = (cycle) => cycle.reduce((sum, part) => sum + part.seconds, 0);

/** Where a rep is after so many seconds: {done, label, left, into}. */
export function at(cycle, seconds) {
  const length = lengthOf(cycle);
  const done = Math.floor(seconds / length);
  let into = seconds - done * length;
  const start = into;
  for (const part of cycle) {
    if (into < part.seconds) return { done, label: part.label, left: part.seconds - into, into: start };
    into -= part.seconds;
  }
  return { done: done + 1, label: cycle[0].label, left: cycle[0].seconds, into: 0 };
}
