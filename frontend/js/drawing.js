// Motion of a server-drawn figure: blends sampled blob centers and redraws each part's outline.
// data: {r: [radius], parts: [[[blob]]], rows: [{move, hold, ease, label, f|same|back}], peak}
const directions = (corners) =>
  Array.from({ length: corners }, (_, i) => {
    const angle = (2 * Math.PI * i) / corners;
    return [Math.cos(angle), Math.sin(angle)];
  });
const EASE = {
  smooth: (t) => 0.5 - 0.5 * Math.cos(Math.PI * t),
  linear: (t) => t,
  settle: (t) => 1 - (1 - t) ** 3,
};
const clamp = (t) => Math.max(0, Math.min(1, t));

// The outline of some circles by support mapping: one point for each direction.
const hull = (blobs, p, r, around) => {
  const points = around.map(([u, v]) => {
    let best = -Infinity;
    let at = "";
    for (const i of blobs) {
      const reach = p[2 * i] * u + p[2 * i + 1] * v + r[i];
      if (reach <= best) continue;
      best = reach;
      at = i;
    }
    return `${(p[2 * at] + r[at] * u).toFixed(1)} ${(p[2 * at + 1] + r[at] * v).toFixed(1)}`;
  });
  return `M${points.join("L")}Z`;
};

/** corners: of each outline; a small picture needs fewer.
 * @returns {{total: number, peak: number, draw(t: number): number}} draw gives the row it is in */
export function motion(data, svg, corners = 40) {
  const around = directions(corners);
  const paths = svg.querySelectorAll(".f-body > path");
  const samples = (k) => {
    const row = data.rows[k];
    if (row.f) return row.f;
    return row.same === undefined ? [...samples(row.back)].reverse() : samples(row.same);
  };
  let total = data.rows[0].hold;
  const spans = data.rows.slice(1).map((row, index) => {
    const start = total;
    total += row.move + row.hold;
    const f = samples(index + 1);
    return { row: index + 1, start, moved: start + row.move, end: total, f, ease: EASE[row.ease] || EASE.smooth };
  });

  const draw = (t) => {
    const span = spans.find((s) => t < s.end) || spans.at(-1);
    const last = span.f.length - 1;
    const part = span.moved > span.start ? (t - span.start) / (span.moved - span.start) : 1;
    const q = span.ease(clamp(part)) * last;
    const i = Math.min(last - 1, Math.floor(q));
    const p = span.f[i].map((v, j) => v + (span.f[i + 1][j] - v) * (q - i));
    data.parts.forEach((hulls, k) => {
      paths[k].setAttribute("d", hulls.map((blobs) => hull(blobs, p, data.r, around)).join(""));
    });
    return t < spans[0].start ? 0 : span.row;
  };
  return { total, peak: spans[data.peak - 1]?.moved ?? 0, draw };
}

/** The motion at an address, for the still that shows the same camera and side. */
export async function fetchMotion(address, svg, corners) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return motion(await answer.json(), svg, corners);
}

/** The motion of the figure inside root, or null where the server sent a still only. */
export function motionIn(root) {
  const json = root.querySelector('script[type="application/json"]');
  const svg = root.querySelector("svg.f");
  return json && svg ? motion(JSON.parse(json.textContent), svg) : null;
}

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
