"""What the demo's runner keeps, and what lies on its editors' desk."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import User
from exercises.models import Exercise, ExerciseList, MissedSearch
from exercises.publishing import release

FAVORITES = ("hip-airplane", "lateral-step-down", "clamshell")
LIST = "Before an easy run"
ON_LIST = ("glute-bridge", "side-plank", "lateral-band-walk", "single-leg-deadlift", "step-up")


SEARCHES = ("trampoline", "nordic curl", "psoas release")
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


def make_desk(author: User, editor: User, now: datetime) -> None:
    """Put something on the editors' front page: drafts, a review, a date, searches.

    What an earlier demo left is put back first; a draft of somebody real stays as it is.
    """
    found = Exercise.objects.published().filter(changed_by=None).in_bulk(field_name="slug")
    for slug, field, words in DRAFTS:
        if work := found.get(slug):
            _tidy(work, now)
            setattr(work, field, words)
            work.save()
            release.note_change(work, author, now)
    for slug in ("step-up", "side-plank"):
        if slug in found:
            release.submit(found[slug], author, now)
    if "side-plank" in found:
        release.schedule(found["side-plank"], editor, now, now + timedelta(days=3))
    MissedSearch.objects.filter(query__in=SEARCHES).delete()
    for query in SEARCHES:
        MissedSearch.objects.note(query, now)


def _tidy(work: Exercise, now: datetime) -> None:
    if work.publish_at:
        release.unschedule(work, None, now)
    if work.has_draft:
        release.discard_draft(work, None, now)
    work.refresh_from_db()
