// The pack: the plan, the library and the last workouts, as the server made them for one account.
// Whoever signs out, or in as somebody else, leaves no pack and no private page behind; what was
// not synced stays for its owner.
import { changed, get, set, store } from "./store.js";
import { forgetPages, keepFigures } from "./pages.js";

const ADDRESS = "/training/offline/pack.json";
const FLAG = "hipcoach-pack"; // says without opening anything that there is a pack

export const isHere = () => localStorage.getItem(FLAG) !== null;
export const kept = () => get("pack");

/** The pack on this phone if it came within so many milliseconds. */
export async function keptWithin(age) {
  const at = await get("packed-at");
  return at && Math.abs(Date.now() - at) < age ? kept() : null;
}

/** Fetch the pack and keep it. @returns {Promise<object|null>} null without a network or account */
export async function fetchPack(patience = 8000) {
  let answer;
  try {
    // The browser's own cache asks with the ETag it has and answers from there after a 304.
    answer = await fetch(ADDRESS, { cache: "no-cache", signal: AbortSignal.timeout(patience) });
  } catch {
    return null;
  }
  if (answer.status === 401) await wipe();
  if (!answer.ok) return null;
  const pack = await answer.json();
  const before = await kept();
  if (before && before.runner !== pack.runner) await wipe();
  await set("pack", pack);
  await set("packed-at", Date.now());
  localStorage.setItem(FLAG, "1");
  changed();
  return pack;
}

/** The drawings that sessions, lists and what may take their place need, before all others. */
export function figuresOf(pack) {
  const near = new Set();
  const lines = [...pack.sessions.flatMap((one) => one.lines), ...(pack.repeat ?? [])];
  for (const line of lines) [line.exercise, ...(line.swaps ?? []).map((swap) => swap.exercise)].forEach((slug) => near.add(slug));
  for (const list of pack.lists) list.exercises.forEach((slug) => near.add(slug));
  const rest = navigator.connection?.saveData ? [] : Object.keys(pack.exercises);
  return [...new Set([...near, ...rest])]
    .map((slug) => pack.exercises[slug]?.figure)
    .flatMap((figure) => [figure?.still?.right, figure?.motion?.right])
    .filter(Boolean);
}

export const keepFiguresOf = (pack) => ("caches" in globalThis ? keepFigures(figuresOf(pack)) : null);

/** Forget everything private but the queue, and the runs that it still needs. */
export async function wipe() {
  const db = await store();
  await db.delete("state", "pack");
  await db.delete("state", "packed-at");
  const needed = new Set((await db.getAll("queue")).map((entry) => entry.item.workout ?? entry.item.id));
  for (const id of await db.getAllKeys("runs")) if (!needed.has(id)) await db.delete("runs", id);
  localStorage.removeItem(FLAG);
  if ("caches" in globalThis) await forgetPages();
  changed();
}
