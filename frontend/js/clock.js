// A clock that a play button starts and stops: real time, and never out of sight.
export function clock(root, { onTick, label }) {
  const button = root.querySelector("[data-play]");
  let last = 0;
  let on = false;

  const frame = (now) => {
    if (!on || !root.isConnected) return;
    onTick(Math.min(0.1, (now - last) / 1000));
    last = now;
    requestAnimationFrame(frame);
  };
  const show = () => {
    root.classList.toggle("playing", on);
    button?.setAttribute("aria-label", `${on ? "Pause" : "Play"} ${label}`);
  };
  const play = () => {
    if (on) return;
    on = true;
    last = performance.now();
    show();
    requestAnimationFrame(frame);
  };
  const stop = () => {
    on = false;
    show();
  };

  button?.addEventListener("click", () => (on ? stop() : play()));
  new IntersectionObserver(([entry]) => entry.isIntersecting || stop()).observe(root);
  document.addEventListener("visibilitychange", () => document.hidden && stop());
  show();
  return { play, stop, playing: () => on };
}
