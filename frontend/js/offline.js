// What a page of a signed-in runner does for times without a network; main.js loads it where somebody
// is signed in or a pack is on this phone.
import { v7 as uuid } from "uuid";

import { fetchPack, isHere, keepFiguresOf, kept, wipe } from "./offline/pack.js";
import { warm } from "./offline/pages.js";
import { keep, summary } from "./offline/queue.js";
import { send, keepSending } from "./offline/sending.js";
import { show } from "./offline/status.js";
import { whoami } from "./offline/sync.js";
import { register } from "./offline/worker.js";

const signedIn = document.querySelector("meta[name=csrf-token]") !== null;

async function asRunner() {
  const worker = register();
  const here = document.querySelector("[data-offline]");
  if (here) {
    const pack = await fetchPack();
    const known = pack ?? (await kept());
    sayWhichDay(here, known);
    const morning = here.querySelector("form[action*=morning]");
    if (morning && known) keepMorning(morning, known.runner);
    await keepSending();
    if (pack && (await worker)) {
      await warm();
      await keepFiguresOf(pack);
    }
  } else await send();
}

/** A page of Today that was kept says so when its day is over. */
function sayWhichDay(root, pack) {
  const old = root.querySelector("[data-old-day]");
  if (!old || !pack) return;
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: pack.zone }).format(new Date());
  old.hidden = root.dataset.day === today;
}

/** Without a network the answer of the morning is kept like a set. */
function keepMorning(form, runner) {
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const score = new FormData(form, event.submitter).getAll("score").at(-1);
    const day = form.closest("[data-day]").dataset.day;
    const item = { kind: "morning", id: uuid(), day, score: score ? Number(score) : null, edited_at: new Date().toISOString() };
    keep(runner, [item]);
    form.replaceChildren("Noted. Saved on this phone, will sync.");
  });
}

/** A visitor's page where a pack is kept: somebody has signed out, unless the page itself was kept. */
async function asVisitor() {
  const who = await whoami().catch(() => null);
  if (who?.status === 401) await wipe();
}

/** Before somebody signs out: what has not been sent stays, and for whom. */
async function beforeSigningOut(root) {
  await send();
  const { waiting } = await summary((await kept())?.runner ?? null);
  root.hidden = !waiting.length;
  root.closest("main").querySelector("form[action*=logout]")?.addEventListener("submit", () => {
    if (navigator.onLine) wipe();
  });
}

// A link that leads on without script, and into the player with it.
for (const link of document.querySelectorAll("a[data-player]")) link.href = link.dataset.player;
const signingOut = document.querySelector("[data-signing-out]");
await show();
if (signingOut) await beforeSigningOut(signingOut);
else if (signedIn) await asRunner();
else if (isHere()) await asVisitor();
