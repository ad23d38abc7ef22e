"""Drawing: a figure to SVG text. Colors come from the page's classes, never from the picture."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from exercises.figure.arrows import GLYPHS, Arc, arc_path, head
from exercises.figure.camera import HEIGHT, LIMBS, WIDTH, Camera, View
from exercises.figure.flesh import Hulls
from exercises.figure.model import Figure, Side
from exercises.figure.outline import curve, hull_arcs, num, polygon
from exercises.figure.painter import parts
from exercises.figure.skeleton import Frames

type Box = tuple[float, float, float, float]
"""x, y, width, height in picture units."""

GROUND_SHARE = 0.89
"""In a cropped picture the floor is this far down, so that cards in a row share one ground."""


def still(
    figure: Figure,
    camera: str | None = None,
    side: Side = "right",
    *,
    label: str | None = None,
    row: int | None = None,
    share: float = 1.0,
    time: float | None = None,
    pose: str | None = None,
    ghost: bool | None = None,
    arrows: bool | None = None,
    floor: bool = True,
    tone: str | None = None,
    crop: float | None = None,
) -> str:
    """One picture as an <svg> element, 1000 x 750 units. Same arguments, same text.

    camera: name; default the first, for a fault the first that shows the pelvis line.
    side: "left" is the reflected picture.
    label: text for assistive technology, default title and side.
    Shown is the end of `row` (default the peak) or a `share` of its movement (0 to 1), or the
    moment `time` in seconds into the loop, or a single `pose` such as a fault.
    ghost and arrows are drawn unless the picture shows a fault, which gets the class fault.
    tone: "track" adds the class on-track, without ghost, floor and arrows (poster look).
    crop: width / height of a card; the viewBox then closes in on the figure in its whole loop.
    Raises KeyError for an unknown camera or pose, IndexError for an unknown row.
    """
    fault, poster = pose in figure.faults, tone == "track"
    cam = _fault_camera(figure) if fault and camera is None else figure.camera(camera)
    view = View(cam, flip=side == "left")
    frames = _moment(figure, row, share, time, pose)
    ghost = (not fault if ghost is None else ghost) and not poster
    arcs = figure.arcs[cam.name] if (not fault if arrows is None else arrows) else ()
    if poster:
        floor, arcs = False, ()
    shade = figure.film.frame(figure.ghost)
    text = escape(f"{figure.title}, {side} side" if label is None else label, quote=True)
    classes = "f on-track" if poster else "f fault" if fault else "f"
    box: Box = (0, 0, WIDTH, HEIGHT)
    if crop and pose is not None:
        box = viewbox(figure, view, [frames], arcs, crop)
    elif crop and time is None and share == 1:
        box = _loop_box(figure, view, arcs, crop)
    elif crop:
        box = viewbox(figure, view, [frames, *figure.film.every(2)], arcs, crop)
    corners = " ".join(num(v) for v in box)
    opening = f'<svg class="{classes}" viewBox="{corners}" role="img" aria-label="{text}">'
    out = [opening, f"<title>{text}</title>"]
    if floor:
        out.append(backdrop(figure, view))
    if ghost:
        flat = "".join(_outlines(shade, view, figure.body.values()))
        out.append(f'<g class="f-ghost"><path d="{flat}"/></g>')
    painted = parts(figure, cam)
    shapes = _outlines(frames, view, [part.hulls for part in painted])
    paths = (f'<path class="{p.css}" d="{d}"/>' for p, d in zip(painted, shapes, strict=True))
    out.append(body(figure, view, paths, floor))
    out += [arrow(figure, view, arc) for arc in arcs]
    return "".join(out) + "</svg>"


@lru_cache(maxsize=128)
def _loop_box(figure: Figure, view: View, arcs: tuple[Arc, ...], crop: float) -> Box:
    """The box of a card that shows the whole loop when it moves. All ends of rows are in it."""
    return viewbox(figure, view, figure.film.every(2), arcs, crop)


def _fault_camera(figure: Figure) -> Camera:
    level = (c for c in figure.cameras.values() if "level" in c.show)
    return next(level, figure.camera())


def _moment(
    figure: Figure, row: int | None, share: float, time: float | None, pose: str | None
) -> Frames:
    if pose is not None:
        return figure.film.single(pose)
    if time is not None:
        return figure.film.at(time)
    return figure.film.frame(figure.peak if row is None else row, share)


def _outlines(frames: Frames, view: View, parts: Iterable[Hulls]) -> list[str]:
    """Path data of each part of a body."""
    axes = view.axes(frames)
    return ["".join([hull_arcs(view.circles(axes, hull)) for hull in hulls]) for hulls in parts]


def body(figure: Figure, view: View, paths: Iterable[str], floor: bool = True) -> str:
    """The paths of all parts, in the order of `painter.parts`, as one group.

    With a floor, the things that hide far limbs stand among the paths as a group of their own.
    """
    behind = view.camera.behind if floor else frozenset()
    out = []
    for part, path in zip(parts(figure, view.camera), paths, strict=True):
        if behind and part.name in LIMBS and part.name not in behind:
            out.append(f"<g>{_blocks(figure, view)}</g>")
            behind = frozenset()
        out.append(path)
    return f'<g class="f-body">{"".join(out)}</g>'


def backdrop(figure: Figure, view: View) -> str:
    """The lane from edge to edge, far beyond any viewBox, and what no limb is behind."""
    near, far = view.camera.lane
    y1 = num(view.point((0, 0, 0))[1] + _drop(view, near))
    y2 = num(view.point((0, 0, 0))[1] + _drop(view, far))
    left, right = -WIDTH, 2 * WIDTH
    lane = (
        f'<path class="f-lane" d="M{left} {y2}H{right}V{y1}H{left}Z"/>'
        f'<path class="f-line" d="M{left} {y2}H{right}M{left} {y1}H{right}"/>'
    )
    return lane if view.camera.behind else lane + _blocks(figure, view)


def _blocks(figure: Figure, view: View) -> str:
    return "".join(
        f'<path class="f-{block.css} {name}" d="{polygon(face)}"/>'
        for block in figure.blocks
        for name, face in block.faces(view)
    )


def _drop(view: View, z: float) -> float:
    """How far down the picture a point z towards the camera lies."""
    flat = View(Camera("", 0, view.camera.pitch, scale=view.camera.scale, ground=0))
    return flat.point((0, 0, z))[1]


def arrow(figure: Figure, view: View, arc: Arc) -> str:
    """One arrow with its halo and the glyph of its plane."""
    pts = arc_path(arc, figure.film, figure.peak, view)
    d = curve(pts) + polygon(head(pts), closed=False)
    x, y = pts[0]
    k = -1.7 if view.flip else 1.7
    return (
        f'<g class="f-arc p-{arc.plane}"><path class="halo" d="{d}"/><path d="{d}"/>'
        f'<path class="glyph" transform="translate({num(x)} {num(y)}) scale({k} 1.7)"'
        f' d="{GLYPHS[arc.plane]}"/></g>'
    )


def bounds(figure: Figure, view: View, bodies: Iterable[Frames], arcs: Iterable[Arc] = ()) -> Box:
    """The box round bodies with their kit and arrows: x, y, width, height in picture units."""
    xs: list[float] = []
    ys: list[float] = []
    painted = {b for part in parts(figure, view.camera) for h in part.hulls for b in h}
    for frames in {id(frames): frames for frames in bodies}.values():
        circles = view.circles(view.axes(frames), painted)
        xs += [side for x, _, r in circles for side in (x - r, x + r)]
        ys += [side for _, y, r in circles for side in (y - r, y + r)]
    for arc in arcs:
        pts = arc_path(arc, figure.film, figure.peak, view)
        for x, y in [*pts, *head(pts)]:
            xs += (x - 9, x + 9)
            ys += (y - 9, y + 9)
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def viewbox(
    figure: Figure, view: View, bodies: Iterable[Frames], arcs: Iterable[Arc], aspect: float
) -> Box:
    """The smallest box of the aspect (width / height) that shows everything with some air.

    The floor is GROUND_SHARE down the box. Mats and walls may be cut, the rest never is.
    A close-up is not closed in on any further, only cut to the aspect.
    """
    if view.camera.close:
        width, height = min(WIDTH, HEIGHT * aspect), min(HEIGHT, WIDTH / aspect)
        return (WIDTH - width) / 2, (HEIGHT - height) / 2, width, height
    x, y, w, h = bounds(figure, view, bodies, arcs)
    for block in figure.blocks:
        if block.kind not in ("mat", "wall"):
            xs = [px for _, face in block.faces(view) for px, _ in face]
            x, w = min(x, *xs), max(x + w, *xs) - min(x, *xs)
    pad = 20
    ground = view.camera.ground
    height = max(
        (ground - y + pad) / GROUND_SHARE,
        (y + h - ground + pad / 2) / (1 - GROUND_SHARE),
        (w + 2 * pad) / aspect,
    )
    width = height * aspect
    return x + w / 2 - width / 2, ground - GROUND_SHARE * height, width, height
