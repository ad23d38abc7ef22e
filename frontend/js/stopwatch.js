// The clocks and counters of a self-test: each writes into the field that it names.
const pause = 250; // milliseconds between two readings; the value comes from the clock itself

function stopwatch(button) {
  const field = document.getElementById(button.dataset.stopwatch);
  const cap = Number(button.dataset.cap);
  let began = 0;
  let timer = 0;

  const seconds = () => Math.min(cap, (performance.now() - began) / 1000);
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    field.value = seconds().toFixed(1);
    button.textContent = "Start again";
  };
  const show = () => {
    button.textContent = `Stop ${seconds().toFixed(0)} s`;
    if (seconds() >= cap) stop();
  };

  button.addEventListener("click", () => {
    if (timer) return stop();
    began = performance.now();
    timer = setInterval(show, pause);
    show();
  });
}

function counter(button) {
  const field = document.getElementById(button.dataset.counter);
  const cap = Number(button.dataset.cap);
  button.addEventListener("click", () => {
    field.value = Math.min(cap, Number(field.value) + 1);
  });
}

for (const button of document.querySelectorAll("[data-stopwatch], [data-counter]")) {
  button.hidden = false;
  (button.dataset.stopwatch ? stopwatch : counter)(button);
}
