// data-auto-submit: a GET form that sends itself when a box or a list changes.
// Without this script its own button does; the button may carry class "no-js-only".
document.addEventListener("change", ({ target }) => {
  const form = target.form;
  if (form && "autoSubmit" in form.dataset && target.matches("select, [type=checkbox], [type=radio]")) {
    form.requestSubmit();
  }
});
