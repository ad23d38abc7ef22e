"""With less time, what matters most stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from training.shorten import Piece, shorten, warm_up

BRIDGE = Piece("bridge", "sagittal", 3, 2.0)
SQUAT = Piece("squat", "sagittal", 3, 2.0)
PLANK = Piece("plank", "frontal", 3, 2.0)
TURN = Piece("turn", "transverse", 3, 2.0)
PIECES = st.lists(
    st.builds(
        Piece,
        st.uuids().map(str),
        st.sampled_from(["sagittal", "frontal", "transverse"]),
        st.integers(0, 5),
        st.floats(0.5, 6),
    ),
    max_size=8,
)


def test_side_to_side_and_turning_stay_first() -> None:
    assert shorten([BRIDGE, SQUAT, TURN, PLANK], 10) == {"plank": 2, "turn": 2}


def test_two_sets_of_each_come_before_a_third() -> None:
    assert shorten([BRIDGE, SQUAT, PLANK], 20) == {"plank": 3, "bridge": 2, "squat": 2}


def test_one_set_stays_however_little_time_there_is() -> None:
    assert shorten([Piece("plank", "frontal", 3, 30.0)], 10) == {"plank": 1}


def test_what_rests_is_not_taken_up() -> None:
    assert shorten([Piece("plank", "frontal", 0, 2.0), BRIDGE], 10) == {"bridge": 3}


@given(PIECES, st.sampled_from([10, 20, 30]))
def test_it_never_takes_longer_or_asks_for_more(pieces: list[Piece], minutes: int) -> None:
    kept, known = shorten(pieces, minutes), {piece.slug: piece for piece in pieces}
    assert all(0 < sets <= known[slug].sets for slug, sets in kept.items())
    work = sum(sets * known[slug].minutes for slug, sets in kept.items())
    assert work <= minutes - warm_up(minutes) + 1e-9 or sum(kept.values()) == 1
    assert bool(kept) == any(piece.sets for piece in pieces)
