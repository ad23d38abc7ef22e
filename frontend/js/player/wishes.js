// What a runner wants of the player, remembered on this phone: sound, voice, vibration, the rep's
// tempo, how long to get ready, and how effort is told.
const NAME = "hipcoach-player";
const FIRST = { sound: true, voice: true, vibrate: true, tempo: true, ready: 5, effort: "" };

export const wishes = { ...FIRST, ...read() };

function read() {
  try {
    return JSON.parse(localStorage.getItem(NAME)) ?? {};
  } catch {
    return {};
  }
}

export function wish(name, value) {
  wishes[name] = value;
  localStorage.setItem(NAME, JSON.stringify(wishes));
}

/** How effort is asked: as the runner last chose, else as the exercise's dose says it. */
export const effortOf = (dose) => wishes.effort || (dose.rir === null || dose.rir === undefined ? "rpe" : "rir");
