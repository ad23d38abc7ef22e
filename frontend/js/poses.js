// data-poses: the pose editor of the admin. It holds the figure's JSON, which is also the form's text;
// every picture, handle and complaint comes from the server (data-look), so there is one kinematics.
import "../css/poses.css";

import { angles } from "./poses/angles.js";
import { keyPoses } from "./poses/keyposes.js";
import { player } from "./poses/player.js";
import { stages } from "./poses/stages.js";
import { timeline } from "./poses/timeline.js";

const SOON = 80; // milliseconds that typing may go on before the server is asked
const MOST_STEPS = 100;

const root = document.querySelector("[data-poses]");
const text = root?.querySelector("[data-text]");

function parsed(value) {
  try {
    const data = JSON.parse(value);
    return data?.poses && Array.isArray(data.timeline) ? data : null;
  } catch {
    return null;
  }
}

function editor(figure) {
  const said = root.querySelector("[data-said]");
  const undo = root.querySelector("[data-undo]");
  const past = [];
  let lastStep = "";
  let asking = false;
  let wish = null;
  let timer = 0;
  let version = 0; // of what the editor has done; an answer to an older one is not looked at

  const ed = {
    root,
    figure,
    pose: figure.timeline[figure.peak]?.pose ?? Object.keys(figure.poses)[0],
    changed: false,
    // Change the figure; steps of the same name that follow each other are undone as one.
    edit(step, change) {
      if (!step || step !== lastStep) past.push([JSON.stringify(ed.figure), ed.pose]);
      if (past.length > MOST_STEPS) past.shift();
      lastStep = step;
      version += 1;
      change(ed.figure);
      ed.write();
    },
    write() {
      ed.changed = true;
      text.value = JSON.stringify(ed.figure);
      undo.disabled = !past.length;
      play.stop();
    },
    show() {
      parts.forEach((part) => part.show?.());
      clearTimeout(timer);
      timer = setTimeout(() => ed.ask(), SOON);
    },
    // Ask the server; while an answer is under way only the latest wish is kept.
    async ask(fields = {}) {
      clearTimeout(timer); // whatever is asked now shows what was typed, too
      wish = fields;
      if (asking) return;
      asking = true;
      while (wish) {
        const asked = wish;
        wish = null;
        await look(asked);
      }
      asking = false;
    },
  };

  async function look({ then, ...fields }) {
    const body = new FormData();
    const asked = version;
    body.set("csrfmiddlewaretoken", root.querySelector("[name=csrfmiddlewaretoken]").value);
    body.set("figure", text.value);
    body.set("pose", ed.pose);
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    try {
      const answer = await fetch(root.dataset.look, { method: "POST", body });
      if (!answer.ok) throw new Error(String(answer.status));
      const shown = await answer.json();
      if (asked !== version) return;
      if (shown.angles) {
        ed.figure.poses[shown.pose] = shown.angles;
        ed.write();
        parts.forEach((part) => part.show?.());
      }
      parts.forEach((part) => part.drawn?.(shown));
      say(shown);
      then?.(shown);
    } catch {
      say({ error: { field: "", reason: "The server does not answer; your figure stays on this page" } });
    }
  }

  function say({ error, problems = [] }) {
    const lines = error
      ? [[`${error.field ? `${error.field}: ` : ""}${error.reason}.`, "poses-error"]]
      : problems.map((problem) => [`Not fit to be published: ${problem}.`, ""]);
    said.replaceChildren(
      ...lines.map(([line, css]) => Object.assign(document.createElement("p"), { textContent: line, className: css })),
    );
  }

  const play = player(ed);
  const parts = [keyPoses(ed), angles(ed), timeline(ed), stages(ed), play];

  undo.addEventListener("click", () => {
    const [before, pose] = past.pop();
    lastStep = "";
    version += 1;
    ed.figure = JSON.parse(before);
    ed.pose = pose;
    ed.write();
    ed.show();
  });
  text.addEventListener("input", () => {
    const data = parsed(text.value);
    if (!data) {
      say({ error: { field: "", reason: "The text is not the JSON of a figure with poses and a timeline" } });
      return;
    }
    past.push([JSON.stringify(ed.figure), ed.pose]);
    ed.figure = data;
    version += 1;
    ed.changed = true;
    undo.disabled = false;
    if (!(ed.pose in data.poses)) ed.pose = Object.keys(data.poses)[0];
    ed.show();
  });
  root.querySelector("[data-form]").addEventListener("submit", () => (ed.changed = false));
  addEventListener("beforeunload", (event) => ed.changed && event.preventDefault());

  root.querySelectorAll("[data-script]").forEach((part) => (part.hidden = false));
  root.querySelector("[data-text-part]").open = false;
  ed.show();
}

const figure = text && parsed(text.value);
if (figure) editor(figure);
