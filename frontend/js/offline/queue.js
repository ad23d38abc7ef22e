// What was logged and has not reached the server. An entry is {key, runner, item, state, reason}:
// it stays until the server has said what became of just this version of it.
import { changed, store } from "./store.js";

export const WAITING = "waiting";
export const REFUSED = "refused";

const keyOf = (item) => `${item.kind}:${item.id}`;

/** Keep items, and a run if given, in one step: all of it is written or nothing.
 * An item that changes again before it was sent stays based on what the server has. */
export async function keep(runner, items, run = null) {
  const change = (await store()).transaction(["queue", "runs"], "readwrite");
  const queue = change.objectStore("queue");
  for (const item of items) {
    const before = await queue.get(keyOf(item));
    const base = before ? before.item.base : item.base;
    await queue.put({
      key: keyOf(item),
      runner,
      state: WAITING,
      reason: "",
      item: base === undefined ? item : { ...item, base },
    });
  }
  if (run) await change.objectStore("runs").put(run);
  await change.done;
  if (items.length) changed();
}

export const entries = async () => (await store()).getAll("queue");

/** Take an entry away unless it has changed since `item` was sent. */
export async function settle(item, outcome) {
  const change = (await store()).transaction(["queue", "notices"], "readwrite");
  const queue = change.objectStore("queue");
  const entry = await queue.get(keyOf(item));
  if (entry && entry.item.edited_at === item.edited_at) {
    if (outcome.status === "refused") {
      const waits = await waitsForItsWorkout(queue, item);
      if (!waits) await queue.put({ ...entry, state: REFUSED, reason: outcome.reason });
    } else await queue.delete(entry.key);
  } else if (entry && outcome.status !== "refused") {
    const seen = outcome.kept?.edited_at ?? item.edited_at;
    await queue.put({ ...entry, item: { ...entry.item, ...("base" in entry.item && { base: seen }) } });
  }
  // What another device changed, and what was left out of something that was saved.
  const text = outcome.notice || (outcome.status !== "refused" && outcome.reason);
  if (entry && text) await change.objectStore("notices").add({ runner: entry.runner, text, at: Date.now() });
  await change.done;
}

/** A set whose workout is on its way, too, is sent once more together with it. */
async function waitsForItsWorkout(queue, item) {
  const workout = item.kind === "set" && (await queue.get(`workout:${item.workout}`));
  return Boolean(workout) && workout.state === WAITING;
}

/** Forget something that was refused, or something that was said, once the runner has read it. */
export async function dismiss(kind, key) {
  await (await store()).delete(kind, key);
  changed();
}

/** Send something that was refused once more: what was wrong may have been the clock. */
export async function retry(key) {
  const db = await store();
  const entry = await db.get("queue", key);
  if (entry) await db.put("queue", { ...entry, state: WAITING, reason: "" });
  changed();
}

/** What there is to say about the queue to a runner. runner: null where nobody knows who it is. */
export async function summary(runner) {
  const db = await store();
  const all = await db.getAll("queue");
  const mine = all.filter((entry) => entry.runner === runner);
  return {
    waiting: mine.filter((entry) => entry.state === WAITING),
    refused: mine.filter((entry) => entry.state === REFUSED),
    notices: (await db.getAll("notices")).filter((notice) => notice.runner === runner),
    others: all.length - mine.length,
  };
}
