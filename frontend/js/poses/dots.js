// The dots on a camera's picture: one for each joint that can be moved, in the picture's own units.
// Each is a slider whose words are the joint's angles; arrow keys move it as a pointer would.
const SVG = "http://www.w3.org/2000/svg";
const STEP = 4;
const FAR = 20; // with the shift key
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const element = (name, attributes) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

const make = ({ name, label }) => {
  const group = element("g", { "data-handle": name, role: "slider", tabindex: 0, "aria-label": label });
  const title = element("title", {});
  title.textContent = label;
  const circle = (css, r) => element("circle", { class: css, r });
  group.append(title, circle("hit", 34), circle("ring", 22), circle("dot", 11));
  return group;
};

export const layer = (camera) =>
  element("svg", {
    class: "poses-dots",
    viewBox: "0 0 1000 750",
    role: "group",
    "aria-label": `Joints, ${camera} camera`,
    "aria-describedby": "poses-hint",
  });

/** Show the handles on a layer. A dot that stays keeps its element, and so the focus. */
export function show(dots, handles) {
  const names = (list) => list.map(({ name }) => name).join();
  if (names(handles) !== names([...dots.children].map((dot) => ({ name: dot.dataset.handle })))) {
    dots.replaceChildren(...handles.map(make));
  }
  handles.forEach(({ x, y, angle, said }, number) => {
    const dot = dots.children[number];
    dot.setAttribute("transform", `translate(${x} ${y})`);
    for (const [key, value] of Object.entries({ now: angle.value, min: angle.low, max: angle.high, text: said })) {
      dot.setAttribute(`aria-value${key}`, value);
    }
  });
}

/** Let arrow keys move the dot that has the focus. camera: gives the camera that is shown. */
export function keys(ed, dots, camera) {
  let aim = null; // where the keys want the dot, until the picture shows how far it came
  let begun = false; // presses on one dot are undone as one

  dots.addEventListener("focusin", () => {
    aim = null;
    begun = false;
  });
  dots.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    const handle = camera().handles.find(({ name }) => name === event.target.dataset.handle);
    if (!way || !handle || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (!begun) ed.edit("", () => {});
    begun = true;
    const step = event.shiftKey ? FAR : STEP;
    const from = aim ?? handle;
    aim = { x: from.x + way[0] * step, y: from.y + way[1] * step };
    ed.ask({ camera: camera().name, handle: handle.name, ...aim, then: () => (aim = null) });
  });
}
