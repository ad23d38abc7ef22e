// The pictures of all cameras, each with a layer of dots that can be dragged by mouse, pen or finger,
// and moved by keys.
import { keys, layer as layerOf, show } from "./dots.js";

const NEAR = 60; // picture units from a dot within which a press takes hold of it

export function stages(ed) {
  const box = ed.root.querySelector("[data-stages]");
  let cameras = [];
  let held = null;

  // Where a pointer is in the picture's own units.
  const spot = (layer, event) => {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(layer.getScreenCTM().inverse());
    return { x, y };
  };
  const nearest = (camera, { x, y }) => {
    const far = (handle) => Math.hypot(handle.x - x, handle.y - y);
    const best = [...camera.handles].sort((a, b) => far(a) - far(b))[0];
    return best && far(best) <= NEAR ? best : null;
  };

  function bind(layer, number) {
    layer.addEventListener("pointerdown", (event) => {
      const at = spot(layer, event);
      const handle = nearest(cameras[number], at);
      if (!handle || event.button) return;
      event.preventDefault();
      layer.setPointerCapture(event.pointerId);
      layer.querySelector(`[data-handle="${handle.name}"]`).focus({ preventScroll: true });
      held = { handle: handle.name, dx: handle.x - at.x, dy: handle.y - at.y };
      ed.edit("", () => {});
      layer.classList.add("held");
    });
    layer.addEventListener("pointermove", (event) => {
      if (!held || !layer.hasPointerCapture(event.pointerId)) return;
      const { x, y } = spot(layer, event);
      ed.ask({ camera: cameras[number].name, handle: held.handle, x: x + held.dx, y: y + held.dy });
    });
    const release = () => {
      held = null;
      layer.classList.remove("held");
    };
    layer.addEventListener("pointerup", release);
    layer.addEventListener("pointercancel", release);
    keys(ed, layer, () => cameras[number]);
  }

  function frame(camera, number) {
    const figure = document.createElement("figure");
    const stage = document.createElement("div");
    const caption = document.createElement("figcaption");
    const layer = layerOf(camera.name);
    stage.className = "stage";
    caption.textContent = camera.name[0].toUpperCase() + camera.name.slice(1);
    stage.append(document.createElement("div"), layer);
    figure.append(stage, caption);
    bind(layer, number);
    return figure;
  }

  return {
    drawn(shown) {
      if (!shown.cameras) return;
      const names = (list) => list.map((camera) => camera.name).join();
      if (names(shown.cameras) !== names(cameras)) box.replaceChildren(...shown.cameras.map(frame));
      cameras = shown.cameras;
      cameras.forEach((camera, number) => {
        const [picture, layer] = box.children[number].firstElementChild.children;
        picture.innerHTML = camera.svg; // drawn by our own server, which escapes its words
        show(layer, camera.handles);
      });
    },
  };
}
