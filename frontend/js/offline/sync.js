// Sends the queue: by pages and by the service worker, as often as they like. The server takes
// every item any number of times, so that an answer that was lost costs nothing.
import { WAITING, entries, settle } from "./queue.js";
import { changed, device } from "./store.js";

const ADDRESS = "/training/sync/";
const MOST = 400; // items in a request; the server takes 2,000 and a megabyte
const KINDS = ["workout", "set", "morning"];
let notBefore = 0; // the server asked for patience until then

class NoNetwork extends Error {}
const reach = (options) =>
  fetch(ADDRESS, options).catch(() => {
    throw new NoNetwork();
  });

const order = (a, b) =>
  KINDS.indexOf(a.item.kind) - KINDS.indexOf(b.item.kind) || (a.item.edited_at < b.item.edited_at ? -1 : 1);

/** Send what waits, unless another page does.
 * @returns {Promise<{state: "synced"|"offline"|"signed-out"|"busy"|"later", runner?: string, sent?: number}>} */
export async function sync() {
  if (!(await entries()).some((entry) => entry.state === WAITING)) return { state: "synced", sent: 0 };
  if (Date.now() < notBefore) return { state: "later" };
  const locks = globalThis.navigator?.locks;
  if (!locks) return send();
  return locks.request("hipcoach-sync", { ifAvailable: true }, (lock) => (lock ? send() : { state: "busy" }));
}

/** Ask who is signed in. @returns {Promise<{status: number, csrf?: string, runner?: string}>} */
export async function whoami() {
  const answer = await reach({ headers: { Accept: "application/json" }, cache: "no-store" });
  return { status: answer.status, ...(answer.ok && (await answer.json())) };
}

async function send() {
  try {
    const who = await whoami();
    if (who.status === 401) return { state: "signed-out" };
    if (!who.runner) return { state: "later" };
    let sent = 0;
    // Only what is this runner's own: another's queue waits for its owner.
    const mine = (await entries()).filter((one) => one.runner === who.runner && one.state === WAITING).sort(order);
    for (let from = 0; from < mine.length; from += MOST) {
      const items = mine.slice(from, from + MOST).map((entry) => entry.item);
      if (!(await pass(items, who))) return { state: "later", runner: who.runner, sent };
      sent += items.length;
    }
    changed();
    return { state: "synced", runner: who.runner, sent };
  } catch (error) {
    if (error instanceof NoNetwork) return { state: "offline" };
    throw error;
  }
}

/** Send items and note what became of each. A body that cannot be read or is too large is sent in
 * halves, so that one bad item does not hold up the others. */
async function pass(items, who) {
  const { results, refused } = await post(items, who);
  if (!results && !refused) return false;
  if (!results && items.length > 1) {
    const middle = Math.ceil(items.length / 2);
    return (await pass(items.slice(0, middle), who)) && pass(items.slice(middle), who);
  }
  const outcomes = results ?? [{ status: "refused", reason: refused }];
  for (const [index, item] of items.entries()) await settle(item, outcomes[index]);
  return true;
}

async function post(items, { csrf, runner }) {
  const answer = await reach({
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf, Accept: "application/json" },
    body: JSON.stringify({ schema: 1, device: await device(), runner, items }),
  });
  if (answer.ok) return answer.json();
  if ([400, 413].includes(answer.status)) return { refused: (await answer.json().catch(() => ({}))).reason ?? "It cannot be read." };
  const seconds = Number(answer.headers.get("Retry-After")) || 30;
  notBefore = Date.now() + seconds * 1000;
  return {};
}
