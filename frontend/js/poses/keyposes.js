// The list of key poses: choose, name, add, mirror, delete; which of them show a fault.
export const options = (select, values, chosen) => {
  select.replaceChildren(...values.map(([value, label]) => new Option(label, value)));
  select.value = chosen;
};

export function keyPoses(ed) {
  const { root } = ed;
  const [choice, name, fault] = ["pose", "name", "fault"].map((part) => root.querySelector(`[data-${part}]`));
  const press = (verb, act) => root.querySelector(`[data-do="${verb}"]`).addEventListener("click", act);

  const freeName = (base) => {
    let number = 2;
    while (`${base}_${number}` in ed.figure.poses) number += 1;
    return `${base}_${number}`;
  };
  const users = (pose) => ed.figure.timeline.filter((row) => row.pose === pose || row.via === pose);

  // Put a pose under another name, at its place in the list, wherever it is named.
  function rename(figure, old, wanted) {
    const entries = Object.entries(figure.poses).map(([key, pose]) => [key === old ? wanted : key, pose]);
    figure.poses = Object.fromEntries(entries);
    for (const row of figure.timeline) {
      if (row.pose === old) row.pose = wanted;
      if (row.via === old) row.via = wanted;
    }
    if (figure.faults) figure.faults = figure.faults.map((pose) => (pose === old ? wanted : pose));
    ed.pose = wanted;
  }

  choice.addEventListener("change", () => {
    ed.pose = choice.value;
    ed.show();
  });
  name.addEventListener("change", () => {
    const wanted = name.value.trim();
    name.setCustomValidity(wanted && wanted !== ed.pose && wanted in ed.figure.poses ? "Another pose has this name." : "");
    if (!wanted || wanted === ed.pose || !name.reportValidity()) return;
    ed.edit("", (figure) => rename(figure, ed.pose, wanted));
    ed.show();
  });
  fault.addEventListener("change", () => {
    ed.edit("", (figure) => {
      const others = (figure.faults ?? []).filter((pose) => pose !== ed.pose);
      figure.faults = fault.checked ? [...others, ed.pose] : others;
    });
    ed.show();
  });
  press("add", () => {
    ed.edit("", (figure) => {
      const wanted = freeName(ed.pose);
      figure.poses[wanted] = structuredClone(figure.poses[ed.pose]);
      ed.pose = wanted;
    });
    ed.show();
    name.focus();
    name.select();
  });
  press("remove", () => {
    ed.edit("", (figure) => {
      delete figure.poses[ed.pose];
      if (figure.faults) figure.faults = figure.faults.filter((pose) => pose !== ed.pose);
      ed.pose = Object.keys(figure.poses)[0];
    });
    ed.show();
  });
  for (const change of ["mirror", "even"]) {
    press(change, () => {
      ed.edit("", () => {});
      ed.ask({ change });
    });
  }

  return {
    show() {
      const poses = Object.keys(ed.figure.poses);
      options(choice, poses.map((pose) => [pose, pose]), ed.pose);
      name.value = ed.pose;
      fault.checked = (ed.figure.faults ?? []).includes(ed.pose);
      const remove = root.querySelector('[data-do="remove"]');
      remove.disabled = poses.length < 2 || users(ed.pose).length > 0;
      remove.title = remove.disabled ? "The timeline uses this pose." : "";
    },
  };
}
