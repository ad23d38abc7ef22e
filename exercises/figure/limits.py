"""How far each joint of a figure may go: the angles a pose is checked against.

The ranges are what one or two joints of a healthy adult reach in the moves of the library, a
little wider than the normal values of the American Academy of Orthopaedic Surgeons (Joint Motion:
Method of Measuring and Recording, 1965; hip 120 flexion, 30 extension, 45 abduction, 45 rotation
each way; knee 135; ankle 20 and 50; shoulder 180 flexion, 60 extension, 180 abduction; elbow 150).
They are wider for three reasons: a figure's pelvis is one stiff block, so its hip also stands for
the low back's share; abduction is measured after flexion, so that a knee that opens sideways from
a bent hip has more of it; and a weight or the floor pushes an ankle further than a free foot goes.
They are there to catch a wrong sign or a slipped digit, not to say what a runner's joint may do.
"""

type Limit = tuple[str, float, float]
"""Name of the angle, lowest and highest value in degrees, signs as in DESIGN_LANGUAGE.md 7.3."""

_SIDED: dict[str, tuple[Limit, ...]] = {
    "hip": (("flexion", -40, 130), ("abduction", -35, 70), ("rotation", -50, 50)),
    "knee": (("flexion", -5, 150),),
    "ankle": (("dorsiflexion", -70, 40),),
    "toes": (("extension", -40, 90),),
    "arch": (("lift", -5, 25),),
    "shoulder": (("flexion", -65, 185), ("abduction", -30, 180), ("rotation", -100, 100)),
    "elbow": (("flexion", -5, 155),),
}

LIMITS: dict[str, tuple[Limit, ...]] = {
    "pelvis": (("tilt", -120, 120), ("list", -75, 75), ("turn", -180, 180)),
    "spine": (("flexion", -35, 50), ("bend", -40, 40), ("turn", -45, 45)),
    "neck": (("flexion", -60, 50), ("bend", -45, 45), ("turn", -80, 80)),
    **{f"{joint}_{side}": axes for joint, axes in _SIDED.items() for side in "rl"},
}
"""Key of a pose -> the limits of its one or three angles. The pelvis is no joint: its angles place
the whole body in the room."""

SOLE_LIMIT: Limit = ("pitch", -100, 60)
"""The pitch of a foot to the floor, where a pose gives that instead of the ankle's angle."""
