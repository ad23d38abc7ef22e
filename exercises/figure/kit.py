"""Equipment: things that stand in the room and things that move with the body."""

from dataclasses import dataclass

from exercises.figure.camera import View, project
from exercises.figure.fields import Fields
from exercises.figure.flesh import Hull, Hulls
from exercises.figure.geometry import ORIGIN, Vec, add
from exercises.figure.pose import Pose
from exercises.figure.skeleton import solve

BLOCKS = ("mat", "box", "bench", "chair", "wall")
HELD = ("ball", "dumbbell", "kettlebell")
KINDS = (*BLOCKS, "band", "cord", *HELD, "closed_eyes")
LOOPS = ("thigh", "shank", "foot")
GRIP: Vec = (0.0, -0.028, 0.004)
_FRAMES = frozenset(solve(Pose.of({})))

type Face = tuple[str, list[tuple[float, float]]]


@dataclass(frozen=True)
class Block:
    """A mat, box, bench, chair or wall. `at` is the center of its base, `size` is x, y, z in H.

    A chair's size y is the height of its seat; `back` is the side of the backrest: x+, x-, z+, z-.
    """

    kind: str
    at: Vec
    size: Vec
    back: str = ""

    @property
    def css(self) -> str:
        """The class of its faces."""
        return self.kind if self.kind in ("mat", "wall") else "box"

    @property
    def top(self) -> float:
        """Height of the surface the body can rest on."""
        return self.at[1] + self.size[1]

    @property
    def inside(self) -> float:
        """Flesh higher than this is on the block (or in it), lower flesh is beside or under it."""
        return self.top - 0.03 if self.kind in ("bench", "chair") else self.top / 2

    def holds_up(self, x: float, z: float) -> bool:
        """Whether a spot of the floor is under this block."""
        return abs(x - self.at[0]) <= self.size[0] / 2 and abs(z - self.at[2]) <= self.size[2] / 2

    def faces(self, view: View) -> list[Face]:
        """The visible faces as (name, polygon in picture units), far ones first."""
        boxes = sorted(self.boxes, key=lambda box: project(box[0], view.camera)[2])
        return [face for at, size in boxes for face in _box(view, at, size)]

    @property
    def boxes(self) -> list[tuple[Vec, Vec]]:
        """What it is made of, as (center of the base, size): a chair is seat, legs and backrest."""
        if self.kind not in ("chair", "bench"):
            return [(self.at, self.size)]
        w, h, d = self.size
        leg, slab = 0.022, 0.05 if self.kind == "bench" else 0.026
        out: list[tuple[Vec, Vec]] = [(add(self.at, (0, h - slab, 0)), (w, slab, d))]
        for sx in (-1, 1):
            for sz in (-1, 1):
                foot = (sx * (w - leg) / 2, 0.0, sz * (d - leg) / 2)
                out.append((add(self.at, foot), (leg, h - slab, leg)))
        if self.back:
            s = 1 if self.back[1] == "+" else -1
            along = self.back[0] == "x"
            place = (s * (w - leg) / 2 if along else 0.0, h, 0.0 if along else s * (d - leg) / 2)
            size = (leg if along else w, 0.27, d if along else leg)
            out.append((add(self.at, place), size))
        return out


_FACES: dict[str, tuple[Vec, tuple[Vec, Vec, Vec, Vec]]] = {
    "top": ((0, 1, 0), ((-1, 1, -1), (1, 1, -1), (1, 1, 1), (-1, 1, 1))),
    "front": ((0, 0, 1), ((-1, 0, 1), (1, 0, 1), (1, 1, 1), (-1, 1, 1))),
    "back": ((0, 0, -1), ((-1, 0, -1), (1, 0, -1), (1, 1, -1), (-1, 1, -1))),
    "right": ((1, 0, 0), ((1, 0, 1), (1, 0, -1), (1, 1, -1), (1, 1, 1))),
    "left": ((-1, 0, 0), ((-1, 0, 1), (-1, 0, -1), (-1, 1, -1), (-1, 1, 1))),
}


def _box(view: View, at: Vec, size: Vec) -> list[Face]:
    out: list[Face] = []
    for name, (normal, corners) in _FACES.items():
        if project(normal, view.camera)[2] > 0.02:
            polygon = []
            for i, j, k in corners:
                corner = (i * size[0] / 2, j * size[1], k * size[2] / 2)
                x, y, _ = view.point(add(at, corner))
                polygon.append((x, y))
            out.append((name, polygon))
    return out


@dataclass(frozen=True)
class Loop:
    """A mini band round both limbs, `y` along the frame (and `z` forward), `r` from its axis."""

    at: str
    y: float
    r: float
    z: float = 0

    def strand(self, front: bool) -> Hulls:
        """The strand before or behind the limbs."""
        z = self.z + (0.6 if front else -0.6) * self.r
        return (tuple((f"{self.at}_{s}", 0.9 * self.r, self.y, z, 0.0095) for s in "lr"),)


@dataclass(frozen=True)
class Cord:
    """A long band from a fixed place in the room to frames of the body."""

    start: Vec
    to: tuple[str, ...]
    offset: Vec
    behind: bool = False

    def strands(self) -> Hulls:
        """One straight strand per frame."""
        return tuple(
            (("room", *self.start, 0.0075), (frame, *self.offset, 0.0075)) for frame in self.to
        )


@dataclass(frozen=True)
class Held:
    """A ball or a weight that moves with one frame of the body."""

    kind: str
    at: str
    offset: Vec
    axis: str = "z"
    r: float = 0.05

    def hulls(self) -> Hulls:
        """Its shape: a ball, a bar with two heads, or a bell under a handle."""
        x, y, z = self.offset
        if self.kind == "ball":
            return (((self.at, x, y, z, self.r),),)
        if self.kind == "kettlebell":
            bell = y - 0.078
            return (
                ((self.at, x, bell, z, 0.043), (self.at, x, bell - 0.012, z, 0.040)),
                ((self.at, x, y, z, 0.009), (self.at, x, bell, z - 0.034, 0.009)),
                ((self.at, x, y, z, 0.009), (self.at, x, bell, z + 0.034, 0.009)),
            )
        return (
            _bar(self, -self.r, self.r, 0.009),
            _bar(self, -self.r - 0.006, -self.r * 0.6, 0.029),
            _bar(self, self.r * 0.6, self.r + 0.006, 0.029),
        )


def _bar(held: Held, start: float, end: float, r: float) -> Hull:
    i = "xyz".index(held.axis)
    out = []
    for reach in (start, end):
        p = list(held.offset)
        p[i] += reach
        out.append((held.at, p[0], p[1], p[2], r))
    return tuple(out)


@dataclass(frozen=True)
class ClosedEyes:
    """Two lids on the face: the only face a figure ever gets, for moves done blind."""

    def hulls(self) -> Hulls:
        """Two short bows."""
        return tuple(
            (
                ("head", s * 0.010, 0.104, 0.048, 0.0055),
                ("head", s * 0.022, 0.098, 0.046, 0.0065),
                ("head", s * 0.034, 0.104, 0.040, 0.0055),
            )
            for s in (1, -1)
        )


type Kit = Block | Loop | Cord | Held | ClosedEyes


def _block(fields: Fields, kind: str) -> Block:
    back = fields.choice("back", ("x+", "x-", "z+", "z-")) if fields.has("back") else ""
    size = fields.vector("size")
    if min(size) <= 0:
        raise fields.fail("size", "every side is longer than 0")
    return Block(kind, fields.vector("at"), size, back)


def parse_kit(fields: Fields) -> Kit:
    """Read one entry of `kit`; raises FigureError."""
    kind = fields.choice("type", KINDS)
    kit: Kit
    if kind in BLOCKS:
        kit = _block(fields, kind)
    elif kind == "band":
        kit = Loop(
            at=fields.choice("at", LOOPS),
            y=fields.number("y"),
            r=fields.number("r", low=0.005, high=0.1),
            z=fields.number("z", 0.0),
        )
    elif kind == "cord":
        frames = fields.texts("to")
        if not frames or not set(frames) <= _FRAMES:
            raise fields.fail("to", "it must list frames of the body, such as hand_r")
        grip = GRIP if all(f.startswith("hand") for f in frames) else ORIGIN
        kit = Cord(
            fields.vector("from"), frames, fields.vector("offset", grip), fields.flag("behind")
        )
    elif kind == "closed_eyes":
        kit = ClosedEyes()
    else:
        at = fields.choice("at", sorted(_FRAMES))
        kit = Held(
            kind=kind,
            at=at,
            offset=fields.vector("offset", GRIP if at.startswith("hand") else ORIGIN),
            axis=fields.choice("axis", ("x", "y", "z"), "z"),
            r=fields.number("r", 0.05, low=0.01, high=0.2),
        )
    fields.end()
    return kit
