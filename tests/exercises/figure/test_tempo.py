from itertools import pairwise

import pytest

from exercises.figure.model import parse
from exercises.figure.tempo import peak_time, phases
from exercises.figure.timeline import Row
from tests.exercises.figure.figures import NAMES, published, squat


def names(*rows: Row) -> list[tuple[float, float, str]]:
    return [(phase.start, phase.seconds, phase.label) for phase in phases(rows)]


def test_a_squat_has_a_start_a_way_down_a_hold_and_a_way_up() -> None:
    assert [(p.start, p.seconds, p.label) for p in phases(parse(squat()).timeline)] == [
        (0, 0.5, ""),
        (0.5, 3, "Lower"),
        (3.5, 1, "Hold"),
        (4.5, 1, "Lift"),
    ]


def test_a_short_stop_belongs_to_the_move_before_it() -> None:
    assert names(Row("a"), Row("b", move=1, hold=0.3, label="Step")) == [(0, 1.3, "Step")]


def test_what_is_told_of_a_move_is_the_move_without_its_short_stop() -> None:
    rows = (Row("a", hold=0.5), Row("b", move=3, hold=0.3, label="Down"), Row("a", move=1, hold=2))
    assert [phase.told for phase in phases(rows)] == [0.5, 3, 1, 2]


def test_a_row_called_hold_is_about_its_stop() -> None:
    plank = Row("b", move=1.2, hold=4, label="Hold")
    assert names(Row("a", hold=0.5), plank) == [(0, 0.5, ""), (0.5, 1.2, ""), (1.7, 4, "Hold")]


@pytest.mark.parametrize("name", NAMES)
def test_phases_fill_the_loop_without_gaps(name: str) -> None:
    figure = published(name)
    found = phases(figure.timeline)
    assert sum(phase.seconds for phase in found) == pytest.approx(figure.film.seconds)
    for before, after in pairwise(found):
        assert before.end == pytest.approx(after.start, abs=2e-3)


@pytest.mark.parametrize("name", NAMES)
def test_at_its_peak_time_a_figure_is_in_its_teaching_pose(name: str) -> None:
    figure = published(name)
    if len(figure.timeline) < 2:
        return
    shown = figure.film.at(peak_time(figure.timeline, figure.peak))
    teaching = figure.film.frame(figure.peak)
    for frame, (_, origin) in teaching.items():
        assert shown[frame][1] == pytest.approx(origin, abs=1e-6)
