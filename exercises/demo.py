"""What the demo's runner keeps, and what lies on its editors' desk."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import User
from exercises.models import Exercise, ExerciseList, MissedSearch
from exercises.publishing import release

FAVORITES = ("hip-airplane", "lateral-step-down", "clamshell")
LIST = "Before an easy run"
ON_LIST = ("glute-bridge", "side-plank", "lateral-band-walk", "single-leg-deadlift", "step-up")


DRAFTS: tuple[tuple[str, str, object], ...] = (
    ("clamshell", "setup", "Lie on your side, hips and knees bent, heels in line with your back."),
    ("step-up", "cues", ["Push the step away.", "Hip bones are headlights: keep both level."]),
    ("side-plank", "cues", ["Long line from ear to ankle.", "Breathe."]),
)


def make_lists(runner: User, now: datetime) -> ExerciseList:
    """Give a runner some favorites and a list, which is returned."""
    rows = {row.slug: row for row in Exercise.objects.published()}
    favorites = ExerciseList.objects.favorites_of(runner, now)
    made = ExerciseList.objects.start(runner, LIST, now)
    for kept, slugs in ((favorites, FAVORITES), (made, ON_LIST)):
        for slug in slugs:
            if slug in rows:
                kept.add(rows[slug])
    return made


def make_desk(editor: User, now: datetime) -> None:
    """Put something on the editors' front page: drafts, a review, a date, searches."""
    author = User.objects.filter(is_staff=False).order_by("pk").first()
    for slug, field, words in DRAFTS:
        work = Exercise.objects.get(slug=slug)
        setattr(work, field, words)
        work.save()
        release.note_change(work, author, now)
    release.submit(Exercise.objects.get(slug="step-up"), author, now)
    dated = Exercise.objects.get(slug="side-plank")
    release.submit(dated, author, now)
    release.schedule(dated, editor, now, now + timedelta(days=3))
    for query in ("trampoline", "nordic curl", "nordic curl", "psoas release"):
        MissedSearch.objects.note(query, now)
