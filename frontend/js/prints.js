// data-print: a button that prints the page. Without this script it is hidden, and the browser's own
// command does the same.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
