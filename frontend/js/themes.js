// data-theme-switch: the footer's form. The page changes at once, the server remembers.
const bind = (form) => {
  form.addEventListener("submit", async (event) => {
    const choice = event.submitter?.value;
    if (!choice) return;
    event.preventDefault();
    const root = document.documentElement;
    if (choice === "system") delete root.dataset.bsTheme;
    else root.dataset.bsTheme = choice;
    for (const button of form.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.value === choice));
    }
    const body = new FormData(form, event.submitter);
    await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => {
      // Offline: only this page keeps the choice.
    });
  });
};

document.querySelectorAll("form[data-theme-switch]").forEach(bind);
