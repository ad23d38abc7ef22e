// The player of a session: /training/player/. It needs the pack on this phone and nothing else.
import { actions, choices, fresh, showMute } from "./player/actions.js";
import { app } from "./player/app.js";
import { ticking } from "./player/clock.js";
import { learn, look } from "./player/flow.js";
import { asked } from "./player/plan.js";
import { before } from "./player/run.js";
import { find } from "./player/screens/choose.js";
import { wake } from "./player/sound.js";
import { stored } from "./player/words.js";
import { fetchPack, keepFiguresOf, kept, keptWithin } from "./offline/pack.js";
import { warm } from "./offline/pages.js";
import { keepSending } from "./offline/sending.js";
import { register } from "./offline/worker.js";

const RECENT = 60_000; // ms: a pack that needs no newer one
const OFTEN = new Set(["tap", "step", "step-load", "step-sofar", "fix", "more-rest"]); // pressed many times in a row
const PATIENCE = 2500; // ms for a newer pack before the one on this phone is taken

function say(title, text, link = "Back to Today", href = "/training/today/") {
  app.message = { title, text, link, href };
  app.show("message");
}

async function open() {
  const query = new URLSearchParams(location.search);
  const here = await keptWithin(RECENT); // Today has just fetched it
  const newest = fetchPack(PATIENCE);
  app.pack = here ?? (await newest) ?? (await kept());
  if (!app.pack) return say("Your plan is not on this phone yet.", "Open Today once with a connection; after that sessions work without one. If you have signed out, sign in again.");
  if (app.pack.paused) return say("Your plan is paused.", app.pack.words.paused ?? "You named a warning sign. Leave out running and anything that brings it on until a clinician has cleared you.", "See the warning sign", "/training/safety/");
  const plan = asked(app.pack, query);
  app.plan = plan ?? { title: "Your own session", session: "", why: "", lines: [] };
  const { underWay, done } = await before(app.pack.runner, app.plan.session);
  Object.assign(app, { old: underWay, done });
  fresh(app);
  const isSame = underWay && (underWay.session ? underWay.session === plan?.session : underWay.query === location.search);
  if (underWay && (isSame || !location.search)) return actions.resume(app);
  app.show(plan?.lines.length ? "plan" : "choose");
  await Promise.all(app.run.lines.map((line) => learn(app, line)));
}

let underway = Promise.resolve();

document.addEventListener("click", (event) => {
  const element = event.target.closest("[data-do]");
  if (!element) return;
  if (element.matches("a")) event.preventDefault();
  wake();
  const { by, value, do: name } = element.dataset;
  // The second click of two belongs to the screen that the first one has left.
  if (event.detail > 1 && !OFTEN.has(name)) return;
  // One after the other; a button whose screen is gone meanwhile does nothing.
  underway = underway
    .then(() => (element.isConnected ? actions[name]?.(app, { by: Number(by), value }, element) : null))
    .catch(reportError);
});
document.addEventListener("change", ({ target }) => {
  if (target.name in choices && target.type === "radio") choices[target.name](app, Number(target.value));
  const { input } = target.dataset;
  if (input === "load") Object.assign(app.run, { load_kg: target.value === "" ? null : stored(app.pack, Number(target.value)), band: "" });
  if (input === "band") Object.assign(app.run, { band: target.value, load_kg: target.value ? null : app.run.load_kg });
  if (input === "note") app.run.note = target.value;
  if (input === "load" || input === "band") app.update();
});
document.addEventListener("input", ({ target }) => {
  if (target.dataset.input === "find") find(app);
});

showMute(app);
await open();
ticking(() => look(app));
keepSending();
if (app.pack && (await register())) {
  await warm();
  await keepFiguresOf(app.pack);
}
