// One fact and one way on: paused by a warning sign, or nothing on this phone yet.
import { copy, fill } from "../dom.js";

export function make(app) {
  const view = copy("screen-message");
  const { title, text, link, href } = app.message;
  fill(view, { title, text, link });
  if (href) view.querySelector("[data-link]").href = href;
  return view;
}
