"""Whatever is sent, a figure is read whole or refused with the place of the mistake, and soon."""

import copy
import json
import math
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.figure.fields import FigureError
from exercises.figure.model import MOST_POSES, MOST_ROWS, parse
from tests.exercises.figure.figures import squat

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict):
        inner: Any = value.items()
    else:
        inner = enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*path, key))


def full() -> dict[str, Any]:
    """A squat with every kind of field in it."""
    data = squat(faults=["sit"], ghost=0, barefoot=False)
    data["cameras"]["side"] |= {"over": [["leg_r", "arm_r"]], "behind": ["leg_l"]}
    orbit = {"about": "plumb", "r": 0.2, "y": 0, "from": 0, "to": 90}
    data["cameras"]["front"]["arcs"] = [{"plane": "transverse", "orbit": orbit}]
    data["kit"] += [
        {"type": "chair", "at": [0, 0, -0.3], "size": [0.2, 0.2, 0.2], "back": "z-"},
        {"type": "cord", "from": [0, 1, 0], "to": ["hand_r"]},
        {"type": "ball", "at": "hand_l", "r": 0.05},
    ]
    data["timeline"][1] |= {"via": "stand", "to": [0, 0, 0], "arc": 0.1, "anchor": "sole_r"}
    return data


PLACES = [path for path in places(full()) if path]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PLACES), JUNK)
def test_junk_anywhere_is_refused_with_its_place_or_read(path: tuple[Any, ...], junk: Any) -> None:
    data = full()
    inside: Any = data
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = copy.deepcopy(junk)
    try:
        parse(data)
    except FigureError as error:
        assert error.field and error.reason
        assert len(str(error)) < 500


@pytest.mark.parametrize("junk", [None, [], "figure", 3, True])
def test_a_figure_is_an_object(junk: object) -> None:
    with pytest.raises(FigureError, match="figure: it must be an object"):
        parse(junk)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 10**400, 1e300])
def test_no_number_gets_past(number: float) -> None:
    data = squat()
    data["poses"]["sit"]["knee_r"] = number
    with pytest.raises(FigureError, match=r"poses.sit: knee_r flexion: .* -5 to 150 degrees"):
        parse(data)
    data = squat()
    data["timeline"][1]["move"] = number
    with pytest.raises(FigureError, match=r"timeline\[1\].move"):
        parse(data)


def test_an_unknown_joint_is_named() -> None:
    data = squat()
    data["poses"]["sit"]["wrist_r"] = 10
    with pytest.raises(FigureError, match=r"poses.sit: wrist_r: 10 is not allowed, there is no"):
        parse(data)


@pytest.mark.parametrize(
    ("field", "many", "most"),
    [
        ("poses", {f"p{i}": {} for i in range(10_000)}, MOST_POSES),
        ("timeline", [{"pose": "stand", "move": 1}] * 10_000, MOST_ROWS),
        ("kit", [{"type": "closed_eyes"}] * 10_000, 50),
    ],
)
def test_ten_thousand_of_them_are_refused_at_once(field: str, many: object, most: int) -> None:
    started = time.perf_counter()
    with pytest.raises(FigureError, match=f"{field}: it has 10,000 entries, at most {most}"):
        parse(json.loads(json.dumps(squat(**{field: many}))))
    assert time.perf_counter() - started < 0.5
