"""Motion for the player in the browser: projected circles over time. No kinematics over there."""

import json
from typing import TypedDict

from exercises.figure.camera import View
from exercises.figure.flesh import Blob
from exercises.figure.model import Figure, Side
from exercises.figure.painter import parts
from exercises.figure.skeleton import Frames

SAMPLES = 8


class MotionRow(TypedDict, total=False):
    """One row: seconds to `move` and `hold`, `ease`, `label`, and its samples.

    `f` is a list of SAMPLES + 1 lists [x0, y0, x1, y1, ...], equally spaced before easing.
    `same` and `back` point at a row whose samples are used forward or reversed instead.
    """

    move: float
    hold: float
    ease: str
    label: str
    f: list[list[int]]
    same: int
    back: int


class Motion(TypedDict):
    """What the player needs of one camera and side.

    `r`: radius of each circle. `parts`: for each <path> of .f-body in order, its hulls as
    lists of circle numbers. `rows` as above; `peak`: row of the teaching pose.
    """

    r: list[float]
    parts: list[list[list[int]]]
    rows: list[MotionRow]
    peak: int


def motion(
    figure: Figure, camera: str | None = None, side: Side = "right", samples: int = SAMPLES
) -> Motion:
    """The motion of one camera and side; paths match `draw.still` of the same camera.

    samples: into how many pieces each row is cut. Raises KeyError for an unknown camera.
    """
    cam = figure.camera(camera)
    view = View(cam, flip=side == "left")
    numbers: dict[Blob, int] = {}
    index = [
        [[numbers.setdefault(b, len(numbers)) for b in hull] for hull in part.hulls]
        for part in parts(figure, cam)
    ]
    blobs = list(numbers)
    rows: list[MotionRow] = []
    seen: dict[tuple[tuple[int, ...], ...], int] = {}
    loop = figure.film.loop(samples)
    bodies = {id(frames): frames for row in loop for frames in row}
    flat = {key: _flat(frames, blobs, view) for key, frames in bodies.items()}
    for i, row in enumerate(figure.timeline):
        line: MotionRow = {"hold": row.hold, "label": row.label}
        if i:
            f = [flat[id(frames)] for frames in loop[i]]
            line |= {"move": row.move, "ease": row.ease}
            key = tuple(map(tuple, f))
            if key in seen:
                line["same"] = seen[key]
            elif key[::-1] in seen:
                line["back"] = seen[key[::-1]]
            else:
                line["f"] = f
                seen[key] = i
        rows.append(line)
    radii = [round(b[4] * cam.scale, 1) for b in blobs]
    return {"r": radii, "parts": index, "rows": rows, "peak": figure.peak}


def motion_json(figure: Figure, camera: str | None = None, side: Side = "right") -> str:
    """`motion` as compact JSON, safe inside a <script type="application/json"> element."""
    text = json.dumps(motion(figure, camera, side), separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _flat(frames: Frames, blobs: list[Blob], view: View) -> list[int]:
    return [round(v) for x, y, _ in view.circles(view.axes(frames), blobs) for v in (x, y)]
