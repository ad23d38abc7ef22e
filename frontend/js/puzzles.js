// data-puzzle: a hidden input that gets the proof of a puzzle which this browser has solved.
// Begins when the form is entered; a press of the button meanwhile waits for the end.
const PATIENCE_MS = 20_000;

async function solve(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`The puzzle answered ${answer.status}.`);
  const challenge = await answer.json();
  const { default: Solver } = await import("altcha/workers/pbkdf2?worker");
  const worker = new Solver();
  try {
    const solution = await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => (data && !data.error ? resolve(data) : reject(data?.error));
      worker.onerror = reject;
      worker.postMessage({ type: "work", challenge, counterStart: 0, counterStep: 1, timeout: PATIENCE_MS });
    });
    return btoa(JSON.stringify({ challenge, solution }));
  } finally {
    worker.terminate();
  }
}

for (const input of document.querySelectorAll("input[data-puzzle]")) {
  let work;
  // Whatever goes wrong, the form is sent: then without a proof.
  const begin = () => (work ??= solve(input.dataset.puzzle).then((proof) => (input.value = proof), () => {}));
  input.form.addEventListener("focusin", begin, { once: true });
  input.form.addEventListener("submit", (event) => {
    if (input.value || input.dataset.done) return;
    event.preventDefault();
    event.submitter?.setAttribute("aria-busy", "true");
    begin().finally(() => {
      input.dataset.done = "true";
      input.form.requestSubmit(event.submitter);
    });
  });
}
