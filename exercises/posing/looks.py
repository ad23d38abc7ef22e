"""What an editor sees of a figure that is being made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from exercises.figure.camera import View
from exercises.figure.check import check
from exercises.figure.draw import still
from exercises.figure.fields import FigureError
from exercises.figure.model import Figure
from exercises.figure.motion import motion
from exercises.figure.pose import PoseError
from exercises.figure.text import compact, load, read
from exercises.figure.words import joint
from exercises.posing.dragging import Moment, Spot, drag
from exercises.posing.joints import evened, handles, label, mirrored, place_of, turned

CHANGES = {"mirror": mirrored, "even": evened}


@dataclass(frozen=True, slots=True)
class Pull:
    """A handle of a camera's picture that is dragged to a spot."""

    camera: str
    handle: str
    to: Spot


def look(
    text: str, pose: str, *, pull: Pull | None = None, change: str = "", moving: bool = False
) -> dict[str, Any]:
    """Return a figure as its editor shows it, as JSON's own types.

    text: the figure as it stands in the browser. pose: the one that is shown, by default that of
    the peak. pull or change (a name of CHANGES) are applied to it first; `angles` is what came of
    that. Each of `cameras` is {name, svg, handles: [{name, label, x, y, angle, said}], motion},
    with a handle's first angle as numbers and all of them in words. `problems` say
    why the figure may not be published; `error` {field, reason, joint} why it cannot be drawn.
    """
    try:
        data = load(text)
        angles = None
        figure = read(text)
        name = pose if pose in figure.poses else figure.timeline[figure.peak].pose
        if pull and pull.camera in figure.cameras:
            angles = _pulled(figure, name, data["poses"][name], pull)
        elif change in CHANGES:
            angles = CHANGES[change](data["poses"][name])
        if angles is not None:
            data["poses"][name] = angles
            figure = read(compact(data))
    except FigureError as error:
        return {"error": _said(error)}
    moment = Moment.of(figure, name)
    return {
        "pose": name,
        "angles": angles,
        "cameras": [_camera(moment, camera, moving) for camera in figure.cameras],
        "problems": check(figure).problems,
    }


def _pulled(figure: Figure, name: str, angles: Mapping[str, Any], pull: Pull) -> dict[str, Any]:
    moment = Moment.of(figure, name)
    if pull.handle not in dict(handles(moment.anchor.point)):
        return dict(angles)
    return drag(moment, angles, View(figure.cameras[pull.camera]), pull.handle, pull.to)


def _camera(moment: Moment, camera: str, moving: bool) -> dict[str, Any]:
    figure, view = moment.figure, View(moment.figure.cameras[camera])
    frames = moment.frames(moment.pose)
    spots = [
        (name, view.point(place_of(frames, name)), [turned(moment.pose, angle) for angle in angles])
        for name, angles in handles(moment.anchor.point)
    ]
    where: dict[str, Any] = {"pose": moment.name} if moment.row is None else {"row": moment.row}
    return {
        "name": camera,
        "svg": still(figure, camera, label=f"{moment.name}, {camera} camera", **where),
        "handles": [
            {
                "name": name,
                "label": label(name),
                "x": round(x),
                "y": round(y),
                "angle": asdict(angles[0]),
                "said": ", ".join(map(str, angles)),
            }
            for name, (x, y, _), angles in spots
        ],
        "motion": motion(figure, camera) if moving and len(figure.timeline) > 1 else None,
    }


def _said(error: FigureError) -> dict[str, str]:
    cause = error.__cause__
    if not isinstance(cause, PoseError):
        return {"field": error.field, "reason": error.reason, "joint": ""}
    key, _, axis = cause.joint.partition(" ")
    named = f"{joint(key)} {axis}".strip()
    reason = f"{named} {cause.value}: {cause.limit}"
    return {"field": error.field, "reason": reason, "joint": cause.joint}
