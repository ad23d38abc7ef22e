// The player's parts are <template>s that the server wrote; here they are copied and filled.
import { share } from "./clock.js";

export const copy = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
export const part = (root, name) => root.querySelector(`[data-part="${name}"]`);
export const list = (root, name) => root.querySelector(`[data-list="${name}"]`);

/** Put words into [data-slot]s, in each place that has the name; nothing is written twice. */
export function fill(root, slots) {
  for (const [name, words] of Object.entries(slots)) {
    for (const slot of root.querySelectorAll(`[data-slot="${name}"]`)) {
      if (slot.textContent !== `${words}`) slot.textContent = words;
    }
  }
}

/** Set the lap's number, words and how much of it is run. */
export function setLap(root, number, words, ran) {
  const lap = root.querySelector("[data-lap]");
  const write = (name, text) => {
    const slot = lap.querySelector(`[data-${name}]`);
    if (slot.textContent !== `${text}`) slot.textContent = text;
  };
  write("number", number);
  write("words", words);
  const dashes = `${(ran * 100).toFixed(1)} 100`;
  const run = lap.querySelector(".run");
  if (run.getAttribute("stroke-dasharray") !== dashes) run.setAttribute("stroke-dasharray", dashes);
}

export const ranOf = (timer, at) => (timer ? share(timer, at) : 0);

export function setStepper(root, name, amount, unit) {
  const stepper = root.querySelector(`[data-stepper="${name}"]`);
  stepper.hidden = amount === null;
  if (amount === null) return;
  const write = (slot, text) => slot.textContent !== `${text}` && (slot.textContent = text);
  write(stepper.querySelector("[data-amount]"), amount);
  write(stepper.querySelector("[data-unit]"), unit);
}

/** Mark the tiles of pain with the zones of the pack. */
export function zone(root, painOf) {
  for (const tile of root.querySelectorAll("[data-score]")) tile.className = `z${painOf(Number(tile.dataset.score)).zone}`;
}

export const items = (texts) =>
  (Array.isArray(texts) ? texts : texts ? [texts] : []).map((text) => {
    const item = document.createElement("li");
    item.textContent = text;
    return item;
  });

/** A button that does something with a value. */
export function button(words, does, value, css = "btn btn-quiet w-100") {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: css, textContent: words });
  Object.assign(made.dataset, { do: does, value });
  return made;
}

/** Fill in the signs that want a clinician. */
export function signs(root, pain) {
  fill(root, { sharp: pain.sharp ?? "" });
  for (const [name, texts] of [["now", pain.clinician_now], ["soon", pain.clinician_soon]])
    list(root, name)?.replaceChildren(...items(texts));
}

/** Tell a screen reader, once. */
export function announce(words) {
  const said = document.querySelector("[data-said]");
  if (said.textContent !== words) said.textContent = words;
}
