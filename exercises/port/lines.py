"""A line of a file, held against what the library says at this moment."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from exercises.library import rows
from exercises.library.content import ExerciseContent
from exercises.library.kinds import EXERCISES
from exercises.models import Outcome, Progression, Source, State
from exercises.port.columns import label_of


@dataclass(slots=True)
class Line:
    """A line with what the library says and would say; `errors` are (field, reason)."""

    number: int
    slug: str = ""
    name: str = ""
    given: frozenset[str] = frozenset()
    before: ExerciseContent | None = None
    after: ExerciseContent | None = None
    errors: list[tuple[str, str]] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        """Return what the line would do."""
        if self.errors:
            return Outcome.ERROR
        if self.before is None:
            return Outcome.NEW
        return Outcome.SAME if same(self.before, self.after) else Outcome.CHANGED

    def refuse(self, column: str, reason: str) -> None:
        """Add a mistake."""
        self.errors.append((label_of(column), reason))


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the library has at this moment: contents by slug, and what must not collide."""

    contents: dict[str, ExerciseContent]
    archived: frozenset[str]
    sources: frozenset[str]
    edges: frozenset[tuple[str, str]]

    @classmethod
    def now(cls) -> Shelf:
        """Read it."""
        found = list(EXERCISES.rows())
        return cls(
            contents={row.slug: rows.exercise_content(row) for row in found},
            archived=frozenset(row.slug for row in found if row.state == State.ARCHIVED),
            sources=frozenset(Source.objects.values_list("key", flat=True)),
            edges=frozenset(Progression.objects.values_list("easier__slug", "harder__slug")),
        )


def same(one: ExerciseContent | None, other: ExerciseContent | None) -> bool:
    """Tell whether two contents say the same; neighbors count as a set.

    Uploads and figures do not count: no table brings them, so an import leaves them as they are.
    """
    if one is None or other is None:
        return one is other
    return _unordered(one) == _unordered(other)


def _unordered(content: ExerciseContent) -> ExerciseContent:
    easier, harder = (tuple(sorted(side)) for side in (content.easier, content.harder))
    return replace(content, easier=easier, harder=harder, media=(), figure="")
