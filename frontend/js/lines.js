// data-lines: a textarea with one sentence per line becomes rows that are dragged into order by
// mouse or finger, or moved by the arrow keys on their handle. The textarea stays what is sent.
function bind(root) {
  const text = root.querySelector("textarea[name]");
  const rows = root.querySelector("[data-rows]");
  const add = root.querySelector("[data-add]");
  const said = root.querySelector("[data-said]");
  const mould = root.querySelector("template");
  const label = document.querySelector(`label[for="${text.id}"]`);
  const name = label?.textContent.replace(/[:*\s]+$/, "").trim() ?? "";
  const all = () => [...rows.children];
  const field = (row) => row.querySelector("textarea");

  function written() {
    text.value = all().map((row) => field(row).value.trim()).filter(Boolean).join("\n");
    all().forEach((row, at) => {
      field(row).ariaLabel = `${name} ${at + 1}`;
      row.querySelector("[data-handle]").ariaLabel = `Move ${name} ${at + 1}: arrow up, arrow down`;
      row.querySelector("[data-remove]").ariaLabel = `Remove ${name} ${at + 1}`;
    });
  }

  function insert(line, after) {
    const row = mould.content.firstElementChild.cloneNode(true);
    field(row).value = line;
    after ? after.after(row) : rows.append(row);
    return row;
  }

  function step(row, by) {
    const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    by < 0 ? other.before(row) : other.after(row);
    written();
    said.textContent = `${name}: now number ${all().indexOf(row) + 1} of ${all().length}`;
  }

  function drag(row, down) {
    rows.setPointerCapture(down.pointerId); // the handle would lose it as soon as its row moves
    row.classList.add("opacity-50");
    const follow = ({ clientY }) => {
      const middle = (other) => other.offsetTop + other.offsetHeight / 2;
      const y = clientY - rows.getBoundingClientRect().top + rows.offsetTop;
      const below = all().find((other) => other !== row && y < middle(other)) ?? null;
      if (below !== row.nextElementSibling) rows.insertBefore(row, below);
    };
    const drop = () => {
      rows.removeEventListener("pointermove", follow);
      row.classList.remove("opacity-50");
      written();
    };
    rows.addEventListener("pointermove", follow);
    rows.addEventListener("lostpointercapture", drop, { once: true });
  }

  rows.addEventListener("input", ({ target }) => {
    const [first, ...more] = target.value.split(/\r?\n/);
    if (more.length) {
      // Enter or a pasted list: each line gets its own row.
      const row = target.closest("[data-row]");
      target.value = first;
      more.reduce((after, line) => insert(line, after), row);
      field(all()[all().indexOf(row) + more.length]).focus();
    }
    written();
  });
  rows.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (handle && event.button === 0) drag(handle.closest("[data-row]"), event);
  });
  rows.addEventListener("keydown", (event) => {
    const handle = event.target.closest("[data-handle]");
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!handle || !by) return;
    event.preventDefault();
    step(handle.closest("[data-row]"), by);
    handle.focus(); // moving an element takes its focus away
  });
  rows.addEventListener("click", ({ target }) => {
    const row = target.closest("[data-remove]")?.closest("[data-row]");
    if (!row) return;
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    written();
    (next ? field(next) : add).focus();
  });
  add.addEventListener("click", () => {
    field(insert("")).focus();
    written();
  });
  label?.addEventListener("click", () => (rows.firstElementChild ? field(rows.firstElementChild) : add).focus());

  text.value.split(/\r?\n/).filter((line) => line.trim()).forEach((line) => insert(line));
  written();
  text.required = false; // it is hidden; the server says what is missing
  text.hidden = true;
  rows.ariaLabel = name;
  rows.hidden = add.hidden = false;
}

document.querySelectorAll("[data-lines]").forEach(bind);
