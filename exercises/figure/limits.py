"""How far each joint of a figure may go: the angles a pose is checked against.

These are drawing limits: chosen by us, generously around published values for healthy people, to
catch a wrong sign or a slipped digit. They do not say what a runner's joint may or should do.

What they were laid around, in degrees:

==================  ======================  ===============================================
joint               limit                   published
==================  ======================  ===============================================
hip                 flexion 130, back 40    means 131 to 141 and 26 to 28 in children [1]
                    out 70, in 35           standard 45 and 30, leg straight [2]
                    turns 50                means 30 to 38 inward, 38 to 42 outward [3]
knee                150, beyond straight 5  means 148 to 153 and 2 to 5 in children [1]
ankle               up 40, down 70          means 23 to 25 up in children [1], standard 20, 50 [2]
toes                up 90                   standard 70, big toe [2]
shoulder            flexion 185, out 180    standard 180 flexion [2]
elbow               155, beyond straight 5  standard 10 to 15 beyond straight [2]
spine               bend 40                 standard 35 [2]
neck                50, back 60, bend 45    standard 45 each [2]
==================  ======================  ===============================================

[1] Soucie et al. 2011, doi 10.1111/j.1365-2516.2010.02399.x: passive, 674 healthy people of 2 to 69
years. Only the table for 2 to 8 years was at hand; the abstract says that means fall with age.
[2] International Scholarly Research Notices 2012, article 751768, table 8: standards for adults.
[3] Kouyoumdjian et al. 2012, Orthopaedics & Traumatology: Surgery & Research 98, 17-23: 120 adults.

What has no line here, such as the turns of shoulder, spine and neck, has no source beside it: it is
as wide as the moves of the library need. Some limits are wider than any source, for three reasons:
a figure's pelvis is one stiff block, so its hip also stands for the low back's share; abduction is
measured after flexion, so that a knee that opens sideways from a bent hip has more of it; and a
weight or the floor pushes an ankle further than a free foot goes.
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
