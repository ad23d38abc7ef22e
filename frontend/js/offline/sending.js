// When a page sends the queue: at once, when the network returns, and every half minute meanwhile.
import { warm } from "./pages.js";
import { report } from "./status.js";
import { onChange } from "./store.js";
import { sync } from "./sync.js";
import { sendLater } from "./worker.js";

const EVERY = 30_000; // ms
const SOON = 1500; // ms after the last change: a set is followed by its pain and its effort
let soon = 0;

export async function send() {
  const outcome = await sync();
  await report(outcome);
  // Today and the log as they are now, for when the network goes again.
  if (outcome.sent && "caches" in globalThis) warm({ anew: true });
  return outcome;
}

export function keepSending() {
  const later = () => {
    clearTimeout(soon);
    soon = setTimeout(send, SOON);
    if (!navigator.onLine) sendLater();
  };
  onChange(later);
  addEventListener("online", send);
  setInterval(send, EVERY);
  return send();
}
