// The rows of the timeline: which pose, how fast, how long, and which point stays put meanwhile.
import { options } from "./keyposes.js";

const NUMBERS = ["move", "hold"];

export function timeline(ed) {
  const list = ed.root.querySelector("[data-rows]");
  const template = ed.root.querySelector("[data-row-template]");
  const choices = [...ed.root.querySelectorAll("[data-choice]")];

  const named = (row, index) => `${index}: ${row.label || row.pose}`;
  const change = (step, act) => {
    ed.edit(step, act);
    ed.show();
  };

  // Rows that are referred to by number are followed when rows move; arrows go by number too.
  function reorder(figure, order) {
    const at = (old) => Math.max(0, order.indexOf(old));
    figure.timeline = order.map((old) => figure.timeline[old] ?? { pose: ed.pose, move: 1 });
    delete figure.timeline[0].move;
    figure.timeline.slice(1).forEach((row) => (row.move ??= 1));
    figure.peak = at(figure.peak);
    if (figure.ghost) figure.ghost = at(figure.ghost);
    for (const camera of Object.values(figure.cameras ?? {})) {
      for (const arc of camera.arcs ?? []) if (arc.rows) arc.rows = arc.rows.map(at);
    }
  }
  const numbers = () => [...ed.figure.timeline.keys()];
  const swap = (i, j) => {
    const order = numbers();
    [order[i], order[j]] = [order[j], order[i]];
    change("", (figure) => reorder(figure, order));
  };

  function write(index, field) {
    const { field: name } = field.dataset;
    const value = NUMBERS.includes(name) ? Number(field.value) : field.value;
    if (NUMBERS.includes(name) && field.value === "") return;
    change(`row ${index} ${name}`, ({ timeline: rows }) => {
      if (value === "" || (name === "ease" && value === "smooth") || (name === "hold" && !value)) delete rows[index][name];
      else rows[index][name] = value;
    });
  }

  function make(index) {
    const item = template.content.cloneNode(true).firstElementChild;
    item.querySelectorAll("[data-field]").forEach((field) => {
      field.addEventListener(field.localName === "select" ? "change" : "input", () => write(index, field));
    });
    const press = (verb, act) => item.querySelector(`[data-do="${verb}"]`).addEventListener("click", act);
    press("up", () => swap(index, index - 1));
    press("down", () => swap(index, index + 1));
    press("drop", () => change("", (figure) => reorder(figure, numbers().filter((row) => row !== index))));
    return item;
  }

  function fill(item, row, index) {
    const poses = Object.keys(ed.figure.poses);
    item.querySelectorAll("[data-field]").forEach((field) => {
      const { field: name } = field.dataset;
      if (name === "pose") options(field, poses.map((pose) => [pose, pose]), row.pose);
      else if (field !== document.activeElement) field.value = row[name] ?? { ease: "smooth", hold: 0 }[name] ?? "";
      field.disabled = name === "move" && index === 0;
    });
    const disable = (verb, no) => (item.querySelector(`[data-do="${verb}"]`).disabled = no);
    item.setAttribute("aria-label", `Row ${named(row, index)}`);
    disable("up", index === 0);
    disable("down", index === ed.figure.timeline.length - 1);
    disable("drop", ed.figure.timeline.length < 2);
  }

  ed.root.querySelector('[data-do="row"]').addEventListener("click", () => {
    change("", (figure) => figure.timeline.push({ pose: ed.pose, move: 1 }));
  });
  choices.forEach((choice) => {
    choice.addEventListener("change", () => change("", (figure) => (figure[choice.dataset.choice] = Number(choice.value))));
  });

  return {
    show() {
      const rows = ed.figure.timeline;
      while (list.children.length > rows.length) list.lastElementChild.remove();
      while (list.children.length < rows.length) list.append(make(list.children.length));
      rows.forEach((row, index) => fill(list.children[index], row, index));
      choices.forEach((choice) => {
        options(choice, rows.map((row, index) => [index, named(row, index)]), ed.figure[choice.dataset.choice] ?? 0);
      });
    },
  };
}
