// data-film: <video> with [data-jump="seconds"] buttons, which stay hidden without this script.
// Whoever comes back goes on where they were; nearly at the end they begin again.
import { keptPosition, say } from "./progress.js";

const BEGUN = 5;
const ENDING = 10;

function bind(root) {
  const video = root.querySelector("video");
  const key = `film:${video.querySelector("source").getAttribute("src")}`;
  const jumps = [...root.querySelectorAll("[data-jump]")];

  const remember = () => {
    const here = video.currentTime;
    say(root, here);
    const isUnderWay = here > BEGUN && here < video.duration - ENDING;
    try {
      if (isUnderWay) localStorage.setItem(key, here.toFixed(1));
      else localStorage.removeItem(key);
    } catch {
      // A browser that keeps nothing plays all the same.
    }
  };
  const goOn = () => {
    try {
      const kept = Number(localStorage.getItem(key)) || keptPosition();
      if (kept > BEGUN && kept < video.duration - ENDING) video.currentTime = kept;
    } catch {
      // As above.
    }
  };
  const mark = () => {
    const now = jumps.findLast((jump) => video.currentTime >= Number(jump.dataset.jump));
    jumps.forEach((jump) =>
      jump === now ? jump.setAttribute("aria-current", "true") : jump.removeAttribute("aria-current"),
    );
  };

  if (video.readyState) goOn();
  else video.addEventListener("loadedmetadata", goOn, { once: true });
  video.addEventListener("pause", remember);
  video.addEventListener("ended", remember);
  video.addEventListener("timeupdate", mark);
  addEventListener("pagehide", remember);
  jumps.forEach((jump) =>
    jump.addEventListener("click", () => {
      video.currentTime = Number(jump.dataset.jump);
      video.play();
    }),
  );
  root.classList.add("ready");
}

document.querySelectorAll("[data-film]").forEach(bind);
