// What is kept on this phone (IndexedDB "hipcoach"). A queue outlives every update of the app: each
// version only adds what it lacks, and an older page takes a newer database as it is.
//   state    named values: "pack", "device"
//   runs     sessions under way or just finished, by the id of their workout
//   queue    what the server does not have yet, by kind and id
//   notices  what the server said about what was sent, until it is dismissed
import { openDB } from "idb";

const NAME = "hipcoach";
const VERSION = 1;

/** Add what a database of version `from` lacks; never take anything away. */
function upgrade(db, from) {
  if (from < 1) {
    db.createObjectStore("state");
    db.createObjectStore("runs", { keyPath: "id" });
    db.createObjectStore("queue", { keyPath: "key" }).createIndex("runner", "runner");
    db.createObjectStore("notices", { keyPath: "id", autoIncrement: true });
  }
}

let opened = null;

/** @returns {Promise<import("idb").IDBPDatabase>} */
export function store() {
  opened ??= open().catch((error) => {
    opened = null;
    throw error;
  });
  return opened;
}

async function open() {
  const forget = () => (opened = null);
  const events = {
    upgrade,
    // A newer page wants to change the database: it may, and the next use opens it anew.
    blocking: (_current, _wanted, event) => {
      forget();
      event.target.close();
    },
    terminated: forget,
  };
  try {
    return await openDB(NAME, VERSION, events);
  } catch (error) {
    if (error.name !== "VersionError") throw error;
    return openDB(NAME, undefined, events); // made by a newer app, which has all of ours
  }
}

export const get = async (name) => (await store()).get("state", name);
export const set = async (name, value) => (await store()).put("state", value, name);

/** The id of this browser, made once. */
export async function device() {
  const change = (await store()).transaction("state", "readwrite");
  let id = await change.store.get("device");
  if (!id) await change.store.put((id = crypto.randomUUID()), "device");
  await change.done;
  return id;
}

const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("hipcoach") : null;
const listeners = new Set();
channel?.addEventListener("message", () => listeners.forEach((tell) => tell()));

/** Tell this page and all others that what is kept has changed. */
export function changed() {
  listeners.forEach((tell) => tell());
  channel?.postMessage("changed");
}

export const onChange = (tell) => listeners.add(tell);
