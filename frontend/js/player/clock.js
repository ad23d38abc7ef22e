// Time in the player comes from the clock and is never counted: a page that slept, was locked or was
// closed is right again with its next look. A timer is {kind, starts, ends} in milliseconds.
const TICK = 100; // ms between two looks

export const now = () => Date.now();
export const iso = (time) => new Date(time).toISOString();

export const timer = (kind, seconds, starts = now()) => ({ kind, starts, ends: starts + seconds * 1000 });
export const left = (timer, at = now()) => Math.max(0, timer.ends - at) / 1000;
/** How much of it has run, 0 to 1. */
export const share = (timer, at = now()) =>
  Math.min(1, Math.max(0, (at - timer.starts) / Math.max(1, timer.ends - timer.starts)));

/** Seconds as people read them: 45, 1:05. A second that has begun counts. */
export function words(seconds) {
  const whole = Math.ceil(seconds - 0.001);
  return whole < 60 ? `${whole}` : `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Look at the clock ten times a second, and at once when the page is seen again. */
export function ticking(look) {
  setInterval(look, TICK);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  addEventListener("pageshow", look);
}
