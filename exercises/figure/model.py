"""A figure: one exercise as angles over time, read from JSON. There are no half-read figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from reprlib import repr as short
from typing import Literal

from exercises.figure.arrows import PLANES, Arc
from exercises.figure.camera import Camera
from exercises.figure.fields import Fields, FigureError
from exercises.figure.flesh import BAREFOOT, BODY, Hulls
from exercises.figure.kit import Block, Kit, parse_kit
from exercises.figure.muscles import MUSCLES
from exercises.figure.pose import Pose, PoseError, between
from exercises.figure.skeleton import BASES
from exercises.figure.timeline import Anchor, Playback, Row

MOST_POSES = 40
MOST_ROWS = 60
"""A movement is a few key poses and the way between them; the longest of ours has nine rows."""

type Side = Literal["left", "right"]


@dataclass(frozen=True, eq=False)
class Figure:
    """One exercise, authored with the right side working.

    `peak` is the row whose end is the teaching pose, `ghost` the row shown faintly. `arcs` holds
    the arrows of each camera. Muscles are names of `muscles.MUSCLES`, with `:l` for the left side.
    """

    id: str
    title: str
    base: str
    anchor: Anchor
    planes: tuple[str, ...]
    muscles: tuple[str, ...]
    kit: tuple[Kit, ...]
    cameras: Mapping[str, Camera]
    arcs: Mapping[str, tuple[Arc, ...]]
    poses: Mapping[str, Pose]
    timeline: tuple[Row, ...]
    peak: int
    ghost: int
    faults: tuple[str, ...]
    barefoot: bool = False

    @cached_property
    def film(self) -> Playback:
        """The timeline, ready to be looked at."""
        return Playback(self.base, self.anchor, self.poses, self.timeline)

    @property
    def body(self) -> dict[str, Hulls]:
        """The flesh it is drawn with."""
        return BAREFOOT if self.barefoot else BODY

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The things that stand in the room."""
        return tuple(k for k in self.kit if isinstance(k, Block))

    def camera(self, name: str | None = None) -> Camera:
        """A camera by name, the first one without a name. Raises KeyError."""
        return self.cameras[name or next(iter(self.cameras))]


def parse(data: object) -> Figure:
    """Read a figure from its JSON object (the format of DESIGN_LANGUAGE.md 7.11).

    Raises FigureError, which names the field and the reason, for anything missing, unknown, of
    the wrong kind, or pointing at something that is not there; a pose past a joint's limit is a
    FigureError whose cause is the PoseError.
    """
    f = Fields(data)
    poses = {
        name: _pose(f, name, angles) for name, angles in f.entries("poses", most=MOST_POSES).items()
    }
    rows = f.objects("timeline", most=MOST_ROWS)
    if not rows:
        raise f.fail("timeline", "it needs at least one row")
    timeline = tuple(Row.parse(row, poses, first=not i) for i, row in enumerate(rows))
    _level_feet(timeline, poses)
    cameras, arcs = {}, {}
    for name, camera in f.entries("cameras").items():
        cameras[name] = Camera.parse(name, camera)
        arcs[name] = tuple(Arc.parse(a, len(rows) - 1) for a in camera.objects("arcs", ()))
        camera.end()
    figure = Figure(
        id=f.text("id"),
        title=f.text("title"),
        base=f.choice("base", BASES),
        anchor=Anchor.parse(Fields(f.raw("anchor"), "anchor")),
        planes=_names(f, "planes", PLANES),
        muscles=_names(f, "muscles", [m + side for m in MUSCLES for side in ("", ":l", ":r")]),
        kit=tuple(parse_kit(k) for k in f.objects("kit", ())),
        cameras=cameras,
        arcs=arcs,
        poses=poses,
        timeline=timeline,
        peak=f.count("peak", high=len(rows) - 1),
        ghost=f.count("ghost", 0, high=len(rows) - 1),
        faults=_names(f, "faults", list(poses)),
        barefoot=f.flag("barefoot"),
    )
    f.end()
    follows = any(not a.orbit and not a.rows for arrows in arcs.values() for a in arrows)
    if follows and not figure.peak:
        raise f.fail("peak", "an arrow follows its movement, and row 0 has none")
    if not figure.planes:
        raise f.fail("planes", "it needs at least one plane")
    for name, arrows in arcs.items():
        for i, arrow in enumerate(arrows):
            if arrow.orbit and arrow.orbit.about not in figure.film.frame(0):
                raise f.fail(f"cameras.{name}.arcs[{i}]", f"no frame {short(arrow.orbit.about)}")
    return figure


def _pose(f: Fields, name: str, angles: Fields) -> Pose:
    try:
        return Pose.of(angles.data)
    except PoseError as error:
        raise f.fail(f"poses.{name}", str(error)) from error


def _level_feet(timeline: tuple[Row, ...], poses: Mapping[str, Pose]) -> None:
    for i, (before, row) in enumerate(pairwise(timeline), 1):
        try:
            between(poses[before.pose], poses[row.pose], 0.5, poses[row.via] if row.via else None)
        except PoseError as error:
            raise FigureError(f"timeline[{i}]", str(error)) from error


def _names(f: Fields, field: str, known: "list[str] | tuple[str, ...]") -> tuple[str, ...]:
    names = f.texts(field)
    for name in names:
        if name not in known:
            raise f.fail(field, f"there is no {short(name)}")
    return names
