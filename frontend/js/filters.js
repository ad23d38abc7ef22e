// data-auto-submit: a GET form that sends itself when a box or a list changes.
// Without this script its own button does; the button may carry class "no-js-only".
document.addEventListener("change", ({ target }) => {
  const form = target.form;
  if (form && "autoSubmit" in form.dataset && target.matches("select, [type=checkbox], [type=radio]")) {
    form.requestSubmit();
  }
});

// The list is swapped as a whole. What was unfolded stays so; focus stays on the same control
// (htmx finds it by its id) or, where that is gone, goes to the count; the count is read out.
const folds = () => document.querySelectorAll("#library details");
let open = [];
let wasInside = false;

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id !== "library") return;
  open = [...folds()].map((fold) => fold.open);
  wasInside = detail.target.contains(document.activeElement);
});
document.addEventListener("htmx:afterSettle", () => {
  const count = document.querySelector("#library #count");
  if (!count || !open.length) return;
  folds().forEach((fold, index) => (fold.open ||= open[index]));
  open = [];
  if (wasInside && !document.activeElement?.closest("#library")) count.focus();
  document.querySelector("[data-announce]").textContent = count.textContent;
});
