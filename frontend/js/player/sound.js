// What is heard and felt: beeps (WebAudio), words (speechSynthesis) and vibration. Each can be off.
import { wishes } from "./wishes.js";

const TONES = { tick: [660, 0.08], go: [880, 0.22], end: [520, 0.4], rep: [440, 0.05] };
const SHAKES = { go: [180], end: [120, 80, 240], side: [60, 60, 60] };
let audio = null;

// A tap is answered on the screen first: what is heard may begin a frame later.
const afterPaint = (act) => (document.hidden ? act() : requestAnimationFrame(() => setTimeout(act)));

/** Sound may begin only after a touch: call this from one. */
export const wake = () => afterPaint(begin);

function begin() {
  const Context = window.AudioContext;
  if (!Context || !wishes.sound) return;
  audio ??= new Context();
  if (audio.state === "suspended") audio.resume();
}

export function beep(name) {
  if (!wishes.sound || !audio) return;
  const [pitch, seconds] = TONES[name];
  const tone = new OscillatorNode(audio, { frequency: pitch, type: "sine" });
  const loud = new GainNode(audio, { gain: 0.25 });
  loud.gain.setTargetAtTime(0, audio.currentTime + seconds * 0.6, seconds / 5);
  tone.connect(loud).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + seconds * 2);
}

export function shake(name) {
  if (wishes.vibrate && navigator.userActivation?.hasBeenActive) navigator.vibrate?.(SHAKES[name]);
}

export function say(words) {
  if (!wishes.voice || !("speechSynthesis" in window)) return;
  if (speechSynthesis.speaking) speechSynthesis.cancel();
  const spoken = new SpeechSynthesisUtterance(words);
  spoken.lang = "en-US";
  afterPaint(() => speechSynthesis.speak(spoken));
}

export const hush = () => afterPaint(() => window.speechSynthesis?.cancel());
