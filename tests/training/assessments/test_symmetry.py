"""What may be said about a difference between left and right, and when nothing may."""

from __future__ import annotations

from dataclasses import replace

import pytest

from training.assessments import advice, symmetry
from training.assessments.protocols import assessments
from training.assessments.symmetry import Comparison, Reason, SideResult, Verdict

PLANK = assessments()["side_plank"]
RAISES = assessments()["heel_raise_reps"]
STANCE = assessments()["single_leg_stance_open"]
STEP_DOWN = assessments()["lateral_step_down_quality"]
PELVIS = assessments()["pelvic_drop_hold"]


def compare(test: object, left: float, right: float) -> Comparison:
    return Comparison(test, SideResult(left), SideResult(right))  # type: ignore[arg-type]  # short


def test_the_briefs_own_example_is_inside_the_noise() -> None:
    now = compare(PLANK, 54, 60)

    assert now.index == pytest.approx(90)
    assert now.index_spread == pytest.approx(24.55, abs=0.1)  # "about 25 points", brief 3.3
    assert symmetry.find(PLANK, [now]).sentence == (
        "This test often varies by about 30 s. We see no clear difference. "
        "Train both sides the same."
    )


def test_a_difference_is_named_only_after_it_came_twice() -> None:
    now = compare(RAISES, 12, 24)

    assert symmetry.find(RAISES, [now]).verdict == Verdict.ONCE
    assert symmetry.find(RAISES, [now, compare(RAISES, 23, 24)]).verdict == Verdict.ONCE
    assert symmetry.find(RAISES, [now, compare(RAISES, 24, 12)]).verdict == Verdict.ONCE
    twice = symmetry.find(RAISES, [now, compare(RAISES, 10, 24)])
    assert twice.verdict == Verdict.TWICE
    assert twice.leading_side == "left"
    assert "This does not mean injury." in twice.sentence


def test_the_difference_must_be_larger_than_the_noise_and_below_90() -> None:
    assert not compare(RAISES, 17, 24).is_outside_noise  # 7 is the noise itself
    assert compare(RAISES, 16, 24).is_notable
    large = replace(RAISES, noise=1.0)
    assert compare(large, 37, 40).is_outside_noise
    assert not compare(large, 37, 40).is_notable  # 92.5%


def test_no_index_where_one_would_mislead() -> None:
    assert compare(RAISES, 0, 0).no_index == Reason.ZERO
    assert compare(STANCE, 45, 45).no_index == Reason.CAP
    assert compare(STANCE, 45, 30).index == pytest.approx(66.7, abs=0.1)
    assert compare(STEP_DOWN, 1, 3).no_index == Reason.SCORE
    hurt = Comparison(PLANK, SideResult(20, is_stopped_for_pain=True), SideResult(60))
    assert (hurt.no_index, hurt.index, hurt.lower_side) == (Reason.PAIN, None, "")
    assert symmetry.find(PLANK, [hurt]).verdict == Verdict.PAIN


def test_fewer_points_are_better_and_one_point_is_noise() -> None:
    assert not compare(STEP_DOWN, 2, 1).is_notable
    assert compare(STEP_DOWN, 3, 1).is_notable
    assert compare(STEP_DOWN, 3, 1).lower_side == "left"


def test_a_choice_counts_its_steps() -> None:
    now = Comparison(PELVIS, SideResult(choice="level"), SideResult(choice="drops"))

    assert now.lower_side == "right"
    assert now.is_notable


def test_a_missing_side_says_nothing_and_confirms_nothing() -> None:
    assert symmetry.find(RAISES, [None]).verdict == Verdict.INCOMPLETE
    now, before = compare(RAISES, 10, 24), compare(RAISES, 11, 24)
    assert symmetry.find(RAISES, [now, None, before]).verdict == Verdict.TWICE


@pytest.mark.parametrize(
    ("test", "trials", "value"),
    [(STANCE, [12.0, 50.0, 30.0], 45.0), (RAISES, [21.0], 21.0), (PLANK, [], None)],
)
def test_the_best_counts_up_to_the_cap(
    test: object, trials: list[float], value: float | None
) -> None:
    assert symmetry.kept(test, trials) == value  # type: ignore[arg-type]  # as above


def test_a_reach_is_the_mean_of_what_was_counted() -> None:
    assert symmetry.kept(assessments()["y_balance_anterior"], [60.0, 62.0, 64.0]) == 62.0


def test_a_program_is_offered_by_its_entry_marks() -> None:
    strong = [compare(PLANK, 40, 44), compare(RAISES, 20, 25)]
    bridge = compare(assessments()["single_leg_bridge_reps"], 8, 9)

    assert advice.recommend(strong, 24).program == "hip-performance"
    assert advice.recommend([*strong, bridge], 23).program == "strong-hips"
    assert advice.recommend([compare(PLANK, 19, 44), bridge], 30).program == "foundation"


def test_a_finished_program_opens_the_next_one() -> None:
    strong = [compare(PLANK, 40, 44), compare(RAISES, 20, 26)]
    found = advice.recommend(strong, 0, {"strong-hips"})
    assert (found.program, found.reasons[-1]) == ("hip-performance", "You finished Strong Hips")
    weak = [compare(PLANK, 12, 14)]
    assert advice.recommend(weak, 0, {"foundation"}).program == "strong-hips"
    assert advice.recommend(weak, 30, {"strong-hips"}).program == "foundation"


def test_no_sentence_diagnoses_or_promises() -> None:
    never = ("weak", "imbalance", "risk", "prevent", "abnormal", "dysfunction", "bad form")
    findings = [
        symmetry.find(test, [compare(test, *pair), compare(test, *again)])
        for test in (PLANK, RAISES, STANCE, STEP_DOWN)
        for pair in ((1, 45), (45, 45), (0, 0))
        for again in ((1, 45), (45, 1))
    ]
    for found in findings:
        assert not any(word in f"{found.label} {found.sentence}".lower() for word in never)
