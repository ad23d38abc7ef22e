// The session is finished; whether it has reached the server stands in the line below.
import { copy, fill } from "../dom.js";
import { total } from "./summary.js";

export function make(app) {
  const view = copy("screen-done");
  fill(view, {
    total: total(app.run),
    morning: app.pack.consent ? "Tomorrow morning Today asks once how it feels." : "",
  });
  return view;
}
