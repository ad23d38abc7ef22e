// data-sync: says on Today, the log and in the player what is on this phone and not on the server,
// what was refused and why, and what another device changed meanwhile. Parts are <template>s of
// templates/components/sync_status.html.
import { dismiss, retry, summary } from "./queue.js";
import { onChange } from "./store.js";
import { kept } from "./pack.js";

const sets = (entries) => entries.filter((entry) => entry.item.kind === "set").length;
const count = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;
let last = { state: "" };

/** Keep what the last try to send came to, and show it. */
export function report(outcome) {
  if (outcome.state !== "busy") last = outcome;
  return show();
}

export async function show() {
  const roots = [...document.querySelectorAll("[data-sync]")];
  if (!roots.length) return;
  const runner = (await kept())?.runner ?? last.runner ?? null;
  const found = await summary(runner);
  for (const root of roots) {
    const [kind, text] = sentence(found, root.dataset.sync);
    root.hidden = !text && !found.refused.length && !found.notices.length && !found.others;
    const line = root.querySelector("[data-sync-line]");
    line.hidden = !text;
    line.dataset.kind = kind;
    if (line.querySelector("[data-text]").textContent !== text) line.querySelector("[data-text]").textContent = text;
    root.querySelector("[data-sync-notes]").replaceChildren(
      ...found.refused.map((entry) => note(root, "stop", wordsOf(entry), () => dismiss("queue", entry.key), () => retry(entry.key))),
      ...found.notices.map((one) => note(root, "warn", one.text, () => dismiss("notices", one.id))),
      ...(found.others ? [note(root, "warn", othersOf(found.others))] : []),
    );
  }
}

/** What stands on the line: a kind for its looks, and its words. "" where there is nothing to say. */
function sentence({ waiting }, always) {
  if (!waiting.length) return always === "always" && last.state === "synced" ? ["synced", "Synced"] : ["", ""];
  const many = sets(waiting);
  const what = many ? ` ${count(many, "set")}.` : "";
  if (last.state === "signed-out") return ["saved", `Saved on this phone.${what} Sign in to sync.`];
  return ["saved", `Saved on this phone, will sync.${what}`];
}

const wordsOf = ({ item, reason }) => {
  const what = item.kind === "set" ? `${item.exercise.replaceAll("-", " ")}, set ${item.set_index} ${item.side}` : item.kind;
  return `Not taken: ${what}. ${reason}`;
};
const othersOf = (n) =>
  `${count(n, "change")} on this phone ${n === 1 ? "belongs" : "belong"} to another account. ` +
  `${n === 1 ? "It stays" : "They stay"} here and ${n === 1 ? "is" : "are"} sent when that account signs in.`;

function note(root, kind, text, onDismiss, onRetry) {
  const made = root.querySelector(`template[data-note=${kind}]`).content.firstElementChild.cloneNode(true);
  made.querySelector("[data-text]").textContent = text;
  const button = made.querySelector(".dismiss");
  const again = made.querySelector("[data-again]");
  if (onRetry) again.addEventListener("click", onRetry);
  if (onDismiss) button.addEventListener("click", onDismiss);
  else button.remove();
  return made;
}

onChange(show);
