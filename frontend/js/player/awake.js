// Keeps the screen on during a session; the browser lets go of it whenever the page is hidden.
let lock = null;
let wanted = false;

async function ask() {
  if (!wanted || lock || document.hidden || !("wakeLock" in navigator)) return;
  lock = await navigator.wakeLock.request("screen").catch(() => null);
  lock?.addEventListener("release", () => (lock = null));
}
document.addEventListener("visibilitychange", ask);

export function stayAwake(yes) {
  wanted = yes;
  if (yes) return ask();
  lock?.release();
  lock = null;
}
