// Which lines the player's address asks for, out of the pack.
import { lineOf } from "./sets.js";

/** The day it is for the runner, as the pack writes days. */
export const dayIn = (zone, at = new Date()) => new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(at);

/** @returns {{title: string, session: string, why: string, lines: object[]}|null} null: free logging */
export function asked(pack, query) {
  const slugs = query.getAll("exercise").filter((slug) => pack.exercises[slug]);
  if (query.get("repeat")) return free(pack, "The last workout again", pack.repeat ?? []);
  if (slugs.length) return free(pack, "Your own session", slugs.map((slug) => lineOf(pack, slug)));
  if (query.has("free")) return null;
  const key = query.get("session");
  const chosen = query.getAll("line").map((pair) => pair.split(":"));
  // A session that the pack does not have is still the one that Today showed.
  const shown = key && chosen.length ? { key, title: "Today's session", why: "", minutes: 0, lines: [] } : null;
  const found = (key ? pack.sessions.find((one) => one.key === key) : today(pack)) ?? shown;
  if (!found) return null;
  const lines = chosen.length ? chosen.map(([slug, sets]) => choice(pack, found, slug, Number(sets))) : found.lines;
  return {
    title: found.title, session: found.key, why: found.why, minutes: chosen.length ? 0 : found.minutes,
    lines: lines.filter((line) => line && !line.rests && line.dose.sets > 0 && pack.exercises[line.exercise]),
  };
}

/** The session of this day, or one that is still open from before. */
function today(pack) {
  const day = dayIn(pack.zone);
  return pack.sessions.filter((one) => one.day <= day).at(-1) ?? null;
}

/** A line as Today showed it: swapped, or with fewer sets. */
function choice(pack, session, slug, sets) {
  const planned = session.lines.find((line) => line.exercise === slug);
  if (!pack.exercises[slug]) return null;
  const line = structuredClone(planned ?? lineOf(pack, slug));
  if (sets && sets !== line.dose.sets) Object.assign(line, { extra_side: "", dose: { ...line.dose, sets } });
  return line;
}

const free = (pack, title, lines) => ({
  title, session: "", why: "", minutes: 0, lines: lines.filter((line) => pack.exercises[line.exercise]),
});

/** Exercises whose name, other names or traits hold every word. */
export function search(pack, words, most = 30) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return Object.entries(pack.exercises)
    .filter(([slug, one]) => {
      const text = [slug, one.name, ...(one.aliases ?? []), ...(one.traits ?? []), ...(one.planes ?? [])].join(" ").toLowerCase();
      return wanted.every((word) => text.includes(word));
    })
    .sort(([, a], [, b]) => a.name.localeCompare(b.name))
    .slice(0, most);
}
