// data-row: a row that scrolls sideways on a phone opens where one is.
for (const row of document.querySelectorAll("[data-row]")) {
  const here = row.querySelector("[aria-current]");
  if (here) row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}
