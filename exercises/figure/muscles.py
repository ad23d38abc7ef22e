"""Muscle patches: hulls that may span two frames, so they lengthen and shorten with the joint."""

from dataclasses import dataclass

from exercises.figure.flesh import Hull
from exercises.figure.geometry import Vec


@dataclass(frozen=True)
class Muscle:
    """A patch; `outward` is its direction in `frame`, by which it is near or hidden."""

    frame: str
    outward: Vec
    blobs: Hull


MUSCLES = {
    "glute_med": Muscle(
        "pelvis",
        (1, 0.25, -0.35),
        (
            ("pelvis", 0.066, 0.066, 0.012, 0.020),
            ("pelvis", 0.060, 0.068, -0.034, 0.020),
            ("thigh", 0.044, -0.012, -0.006, 0.014),
        ),
    ),
    "glute_max": Muscle(
        "pelvis",
        (0.35, 0, -1),
        (
            ("pelvis", 0.030, 0.040, -0.062, 0.018),
            ("pelvis", 0.028, -0.012, -0.070, 0.022),
            ("thigh", 0.036, -0.048, -0.030, 0.014),
        ),
    ),
    "rotators": Muscle(
        "pelvis",
        (0.45, 0, -1),
        (
            ("pelvis", 0.026, 0.012, -0.066, 0.014),
            ("pelvis", 0.030, -0.016, -0.066, 0.012),
            ("thigh", 0.044, 0.004, -0.022, 0.012),
        ),
    ),
    "hip_flexors": Muscle(
        "pelvis",
        (0.3, 0, 1),
        (
            ("pelvis", 0.044, 0.050, 0.030, 0.014),
            ("thigh", 0.000, 0.000, 0.042, 0.014),
            ("thigh", -0.004, -0.055, 0.036, 0.013),
        ),
    ),
    "adductors": Muscle(
        "thigh",
        (-1, 0, 0.5),
        (("thigh", -0.026, -0.060, 0.012, 0.016), ("thigh", -0.020, -0.150, 0.006, 0.014)),
    ),
    "quads": Muscle(
        "thigh",
        (0, 0, 1),
        (
            ("thigh", 0.006, -0.060, 0.030, 0.020),
            ("thigh", 0.004, -0.170, 0.022, 0.018),
            ("thigh", 0.002, -0.215, 0.018, 0.012),
        ),
    ),
    "hamstrings": Muscle(
        "thigh",
        (0, 0, -1),
        (
            ("thigh", 0.004, -0.055, -0.030, 0.019),
            ("thigh", 0.002, -0.165, -0.022, 0.017),
            ("thigh", 0.002, -0.220, -0.016, 0.011),
        ),
    ),
    "calves": Muscle(
        "shank",
        (0, 0, -1),
        (
            ("shank", 0.002, -0.030, -0.020, 0.015),
            ("shank", 0.002, -0.080, -0.026, 0.016),
            ("shank", 0.000, -0.150, -0.016, 0.009),
        ),
    ),
    "foot": Muscle(
        "foot",
        (0, -1, 0.3),
        (
            ("foot", 0, -0.014, -0.014, 0.0085),
            ("fore", 0, -0.010, 0.012, 0.0070),
            ("toes", 0, 0, -0.008, 0.0070),
        ),
    ),
    "obliques": Muscle(
        "thorax",
        (1, 0, 0.3),
        (("thorax", 0.072, 0.080, 0.010, 0.016), ("pelvis", 0.070, 0.060, 0.008, 0.014)),
    ),
    "abs": Muscle(
        "thorax",
        (0, 0, 1),
        (
            ("thorax", 0.012, 0.100, 0.040, 0.016),
            ("thorax", -0.012, 0.100, 0.040, 0.016),
            ("pelvis", 0.006, 0.030, 0.036, 0.014),
            ("pelvis", -0.006, 0.030, 0.036, 0.014),
        ),
    ),
    "low_back": Muscle(
        "thorax",
        (0, 0, -1),
        (
            ("thorax", 0.010, 0.090, -0.034, 0.012),
            ("pelvis", 0.012, 0.050, -0.036, 0.012),
        ),
    ),
}


def muscle_hull(name: str, side: str) -> Hull:
    """The patch of a muscle on side "r" or "l". Raises KeyError for an unknown muscle."""
    s = -1 if side == "l" else 1
    return tuple(
        (f, s * x, y, z, r) if f in ("pelvis", "thorax", "head") else (f"{f}_{side}", x, y, z, r)
        for f, x, y, z, r in MUSCLES[name].blobs
    )
