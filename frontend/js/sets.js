// Rows of a Django formset: add another, take one away.
//   data-rows="prefix"     the whole; holds <prefix>-TOTAL_FORMS somewhere inside its form
//   data-row               one row        data-row-number   its number in words
//   data-row-list          where rows go  <template data-row-template>  uses __prefix__
//   data-add-row, data-remove-row         buttons, shown only with this script
const bind = (root) => {
  const form = root.closest("form") || root;
  const total = form.querySelector(`[name="${root.dataset.rows}-TOTAL_FORMS"]`);
  const list = root.querySelector("[data-row-list]");
  const template = root.querySelector("template[data-row-template]");
  const add = root.querySelector("[data-add-row]");
  if (!total || !list || !template) return;

  const shown = () => [...list.querySelectorAll("[data-row]")].filter((row) => !row.hidden);
  const renumber = () =>
    shown().forEach((row, index) => {
      const number = row.querySelector("[data-row-number]");
      if (number) number.textContent = index + 1;
    });

  const bindRow = (row) => {
    const button = row.querySelector("[data-remove-row]");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      const mark = row.querySelector('[name$="-DELETE"]');
      const neighbour = row.nextElementSibling || row.previousElementSibling;
      if (mark) {
        mark.checked = true;
        row.hidden = true;
      } else {
        row.querySelectorAll("input, select, textarea").forEach((field) => (field.value = ""));
        row.hidden = true; // an empty extra form is ignored by the server
      }
      renumber();
      (neighbour?.querySelector("input:not([type=hidden])") || add)?.focus();
    });
  };

  const addRow = () => {
    const html = template.innerHTML.replaceAll("__prefix__", total.value);
    const last = shown().at(-1);
    list.insertAdjacentHTML("beforeend", html);
    total.value = Number(total.value) + 1;
    const row = list.lastElementChild;
    copy(last, row);
    bindRow(row);
    renumber();
    row.querySelector("input:not([type=hidden]), select")?.focus();
  };

  // The next set usually repeats the last one: data-copy fields start with its value.
  const copy = (from, to) => {
    if (!from) return;
    const old = from.querySelectorAll("[data-copy]");
    to.querySelectorAll("[data-copy]").forEach((field, index) => {
      if (old[index]) field.value = old[index].value;
    });
  };

  if (add) {
    add.hidden = false;
    add.addEventListener("click", addRow);
  }
  list.querySelectorAll("[data-row]").forEach(bindRow);
};

const scan = (root) => root.querySelectorAll("[data-rows]").forEach(bind);
scan(document);
document.addEventListener("htmx:load", ({ target }) => target !== document.body && scan(target));
