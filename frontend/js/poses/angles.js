// The angles of a pose as number fields. An ankle may be measured against the floor instead of the
// shank, and toes may be level; both hold for every pose of a figure, or the foot would jump.
const soleOf = (key) => key.replace("ankle", "sole");

export function angles(ed) {
  const joints = [...ed.root.querySelectorAll("[data-joint]")].map((box) => ({
    key: box.dataset.joint,
    inputs: [...box.querySelectorAll("[data-axis]")],
    level: box.querySelector("[data-level]"),
    isAnkle: box.dataset.joint.startsWith("ankle"),
  }));

  const isLevel = (pose, key) => pose[key] === "flat" || soleOf(key) in pose && key.startsWith("ankle");

  function show({ key, inputs, level, isAnkle }) {
    const pose = ed.figure.poses[ed.pose];
    const flat = isLevel(pose, key);
    const given = isAnkle && soleOf(key) in pose ? pose[soleOf(key)] : pose[key];
    inputs.forEach((input, axis) => {
      const value = flat && given === "flat" ? 0 : Array.isArray(given) ? given[axis] : given;
      // A field that is being typed in is left alone.
      if (input !== document.activeElement || Number(input.value) !== value) input.value = value ?? Number(input.dataset.default);
      input.removeAttribute("aria-invalid");
      if (level && !isAnkle) input.disabled = flat;
    });
    if (!level) return;
    level.checked = flat;
    if (isAnkle) limits(inputs[0], flat ? level.closest("label").dataset : inputs[0].dataset);
  }
  function limits(input, { low, high }) {
    input.min = low;
    input.max = high;
    input.parentElement.querySelector("[data-limit]").textContent = `${low} to ${high}`;
  }

  function type({ key, inputs, isAnkle }) {
    if (inputs.some((input) => input.value === "")) return; // still typing
    ed.edit(`${ed.pose} ${key}`, ({ poses }) => {
      const pose = poses[ed.pose];
      const values = inputs.map((input) => Number(input.value));
      if (isAnkle && isLevel(pose, key)) {
        delete pose[key];
        delete pose[soleOf(key)];
        pose[values[0] ? soleOf(key) : key] = values[0] || "flat";
      } else {
        pose[key] = values.length > 1 ? values : values[0];
      }
    });
    ed.show();
  }

  joints.forEach((joint) => {
    const [first] = joint.inputs;
    Object.assign(first.dataset, { low: first.min, high: first.max });
    joint.inputs.forEach((input) => {
      input.addEventListener("input", () => type(joint));
      input.addEventListener("blur", () => input.value === "" && show(joint));
    });
    joint.level?.addEventListener("change", () => {
      ed.edit("", ({ poses }) => {
        for (const pose of Object.values(poses)) {
          delete pose[soleOf(joint.key)];
          if (joint.level.checked) pose[joint.key] = "flat";
          else if (pose[joint.key] === "flat") delete pose[joint.key];
        }
      });
      ed.show();
    });
  });

  return {
    show: () => joints.forEach(show),
    drawn({ error }) {
      joints.forEach(({ key, inputs, isAnkle }) =>
        inputs.forEach((input) => {
          const [wrong, axis] = (error?.joint ?? "").split(" ");
          const isWrong = (wrong === key && axis === input.dataset.axis) || (isAnkle && wrong === soleOf(key));
          if (isWrong && error.field === `poses.${ed.pose}`) input.setAttribute("aria-invalid", "true");
          else input.removeAttribute("aria-invalid");
        }),
      );
    },
  };
}
