// Free logging: search the library on this phone, a list, or the last workout.
import { button, copy, fill, list, part } from "../dom.js";
import { search } from "../plan.js";
import { lines, startWords } from "./plan.js";

export function make(app) {
  const view = copy("screen-choose");
  part(view, "repeat").hidden = !app.pack.repeat?.length;
  list(view, "lists").replaceChildren(
    ...app.pack.lists.map((one, index) => button(`From ${one.title}`, "take-list", index, "btn btn-quiet btn-sm")),
  );
  return view;
}

export function update(app) {
  const { view, run } = app;
  const n = run.lines.length;
  fill(view, { chosen: n ? `${n} chosen` : "Nothing chosen yet", start: startWords(app) });
  part(view, "start").hidden = !n;
  list(view, "lines").replaceChildren(...lines(app));
  find(app);
}

/** Show what fits the words in the field. */
export function find(app) {
  const words = app.view.querySelector("[data-input=find]").value;
  const found = search(app.pack, words, words ? 30 : 12);
  fill(app.view, { found: words ? `${found.length} found` : "" });
  list(app.view, "found").replaceChildren(...found.map(([slug, exercise]) => {
    const item = copy("part-found");
    fill(item, { name: exercise.name });
    item.querySelector("button").dataset.value = slug;
    return item;
  }));
}
