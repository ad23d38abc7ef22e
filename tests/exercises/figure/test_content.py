import gzip
import json
import re

import pytest

from exercises.figure.check import check
from exercises.figure.draw import still
from tests.exercises.figure.figures import CONTENT, NAMES, published

LIMIT = 4096
IDS = """
clamshell banded-clamshell side-lying-hip-abduction standing-hip-abduction
banded-standing-hip-abduction fire-hydrant seated-band-external-rotation
wall-hip-press-isometric pelvic-drop side-step-walk lateral-band-walk monster-walk glute-bridge
marching-bridge single-leg-bridge hip-thrust single-leg-hip-thrust dead-bug bird-dog
front-plank-knees front-plank front-plank-hip-extension side-plank-knees side-plank
side-plank-hip-abduction pallof-press half-kneeling-pallof-press band-pivot-rotation
suitcase-carry single-leg-stance single-leg-stance-eyes-closed clock-reach running-man
hip-airplane-assisted hip-airplane pivot-step sit-to-stand split-squat bulgarian-split-squat
step-up lateral-step-down cross-over-step-up lateral-lunge transverse-lunge curtsy-lunge
single-leg-squat-to-box single-leg-squat hip-hinge-drill single-leg-deadlift
single-leg-deadlift-loaded ball-squeeze copenhagen-short copenhagen-long standing-march-hold
banded-hip-flexor-march short-foot double-leg-heel-raise single-leg-heel-raise
loaded-single-leg-heel-raise double-leg-pogo side-hop-stick single-leg-hop-stick lateral-bound
rotational-hop-stick
"""


def test_every_exercise_of_the_library_has_a_figure() -> None:
    assert set(NAMES) == {*IDS.split(), "run"}


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_is_sound(name: str) -> None:
    figure = published(name)
    assert figure.id == name
    assert figure.muscles
    assert check(figure).problems == ()


@pytest.mark.parametrize("name", NAMES)
def test_a_still_is_small(name: str) -> None:
    figure = published(name)
    for camera in figure.cameras:
        assert len(gzip.compress(still(figure, camera, "left").encode())) < LIMIT


@pytest.mark.parametrize("name", NAMES)
def test_at_most_two_arrows_and_one_per_plane(name: str) -> None:
    for arcs in published(name).arcs.values():
        planes = [arc.plane for arc in arcs]
        assert len(planes) <= 2
        assert len(planes) == len(set(planes))


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_short_and_its_angles_are_round(name: str) -> None:
    text = (CONTENT / f"{name}.json").read_text(encoding="utf-8")
    assert len(text) < 8000
    for pose in json.loads(text)["poses"].values():
        assert not re.search(r"\d\.\d{3}", json.dumps(pose))
