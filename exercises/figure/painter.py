"""The painter's order: which parts of a figure are drawn, in what tone, and what covers what."""

from dataclasses import dataclass
from functools import lru_cache

from exercises.figure.camera import LIMBS, Camera, project
from exercises.figure.flesh import Hulls, world_blob
from exercises.figure.geometry import turn
from exercises.figure.kit import ClosedEyes, Cord, Held, Loop
from exercises.figure.model import Figure
from exercises.figure.muscles import MUSCLES, muscle_hull

LEVEL_Y = 0.02
"""The pelvis line sits this far above the hip joints."""
HIDDEN = -0.35
"""A muscle whose outward direction is less near than this is drawn as a dashed outline."""


@dataclass(frozen=True)
class Part:
    """One path: name, class attribute, hulls of blobs."""

    name: str
    css: str
    hulls: Hulls


@lru_cache(maxsize=512)
def parts(figure: Figure, camera: Camera) -> tuple[Part, ...]:
    """All parts in painter's order. The order is the same for the whole loop.

    Remembered per figure (which cannot change) and camera: pictures and motion both ask.
    """
    order = limb_order(figure, camera)
    loud = [p for p in ("torso", "leg_l", "leg_r") if p not in camera.quiet]
    hips_after = max(order.index(p) for p in loud)
    held = [k for k in figure.kit if isinstance(k, Held)]
    out: list[Part] = []
    for k in figure.kit:
        if isinstance(k, Loop):
            out.append(Part("band_back", "f-band back", k.strand(front=False)))
        elif isinstance(k, Cord) and k.behind:
            out.append(Part("cord", "f-band", k.strands()))
    for i, limb in enumerate(order):
        quiet = " q" if limb in camera.quiet else ""
        css = "f-torso" if limb == "torso" else "f-limb" + quiet
        out.append(Part(limb, css, figure.body[limb]))
        if limb.startswith("leg"):
            side = limb[-1]
            foot = "f-limb" if figure.barefoot else "f-dark"
            out.append(Part(f"shoe_{side}", foot + quiet, figure.body[f"shoe_{side}"]))
            if quiet:
                out.append(Part(f"short_{side}", "f-dark q", figure.body[f"short_{side}"]))
        if i == hips_after:
            out += _hips(figure, camera)
        out += [Part(k.kind, "f-kit" + quiet, k.hulls()) for k in held if _limb_of(k) == limb]
    for k in figure.kit:
        if isinstance(k, Held) and not _limb_of(k):
            out.append(Part(k.kind, "f-kit", k.hulls()))
        elif isinstance(k, ClosedEyes):
            out.append(Part("eyes", "f-dark", k.hulls()))
        elif isinstance(k, Loop):
            out.append(Part("band", "f-band", k.strand(front=True)))
        elif isinstance(k, Cord) and not k.behind:
            out.append(Part("cord", "f-band", k.strands()))
    if "level" in camera.show:
        out += _level()
    return tuple(out)


def _limb_of(held: Held) -> str:
    """The limb a held thing is painted with; nothing for things on the trunk."""
    part, _, side = held.at.partition("_")
    if part in ("arm", "forearm", "hand"):
        return f"arm_{side}"
    return f"leg_{side}" if side else ""


def limb_order(figure: Figure, camera: Camera) -> list[str]:
    """Limbs from far to near: mean nearness over the key poses, unless the camera says otherwise.

    Those that the camera has `behind` the room's things come first, whatever `over` says.
    """
    frames = list(figure.film.every(1))

    def nearness(limb: str) -> float:
        firsts = [h[0] for h in figure.body[limb]]
        total = sum(project(world_blob(f, b)[:3], camera)[2] for f in frames for b in firsts)
        return total / len(frames) / len(firsts) + (0.02 if limb == "head" else 0)

    order = sorted(LIMBS, key=nearness)
    for above, below in camera.over:
        order.remove(above)
        order.insert(order.index(below) + 1, above)
    return sorted(order, key=lambda limb: limb not in camera.behind)


def _hips(figure: Figure, camera: Camera) -> list[Part]:
    out = [Part("hips", "f-dark", figure.body["hips"])]
    loud = [side for side in "lr" if f"leg_{side}" not in camera.quiet]
    out += [Part(f"short_{side}", "f-dark", figure.body[f"short_{side}"]) for side in loud]
    for muscle in figure.muscles:
        name, _, side = muscle.partition(":")
        side = side or "r"
        css = "f-muscle" if faces_camera(figure, camera, name, side) else "f-muscle hid"
        out.append(Part(f"m_{name}", css, (muscle_hull(name, side),)))
    return out


def faces_camera(figure: Figure, camera: Camera, muscle: str, side: str) -> bool:
    """Whether a muscle points at the camera, more or less, in the teaching pose."""
    m = MUSCLES[muscle]
    x, y, z = m.outward
    frame = m.frame if m.frame in ("pelvis", "thorax", "head") else f"{m.frame}_{side}"
    rotation, _ = figure.film.frame(figure.peak)[frame]
    return project(turn(rotation, (-x if side == "l" else x, y, z)), camera)[2] > HIDDEN


def _level() -> list[Part]:
    y = LEVEL_Y
    line: Hulls = ((("plumb", -0.20, y, 0, 0.003), ("plumb", 0.20, y, 0, 0.003)),)
    bar: Hulls = (
        (("pelvis", -0.15, y, 0, 0.0055), ("pelvis", 0.15, y, 0, 0.0055)),
        (("pelvis", -0.15, y, 0, 0.013),),
        (("pelvis", 0.15, y, 0, 0.013),),
    )
    return [Part("plumb", "f-plumb", line), Part("level", "f-level", bar)]
