"""An exercise, its faults and its place on the ladder."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from exercises.ladder import find_loop
from exercises.models.publication import Publication
from exercises.models.version import Cataloged

TEMPO = RegexValidator(r"^\d-\d-\d-\d$", "Write four digits, as in 3-1-1-0.")


class Laterality(models.TextChoices):
    """Whether the dose is per side."""

    UNILATERAL = "unilateral", "One side at a time"
    BILATERAL = "bilateral", "Both sides together"


class Posture(models.TextChoices):
    """Where the body is, so that nobody has to lie down on a wet track."""

    STANDING = "standing", "Standing"
    SEATED = "seated", "Seated"
    KNEELING = "kneeling", "Kneeling or on all fours"
    FLOOR = "floor", "Lying on the floor"


class Measure(models.TextChoices):
    """What a set is counted in; each value names its field."""

    REPS = "reps", "Reps"
    HOLD = "hold_seconds", "Hold, seconds"
    DISTANCE = "distance_m", "Distance, meters"


def _between(
    low: int, high: int, name: str = "", **options: bool
) -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(
        name or None,
        validators=[MinValueValidator(low), MaxValueValidator(high)],
        **options,  # type: ignore[arg-type]  # only null and blank are passed
    )


def _only(measure: Measure) -> Q:
    """Exactly the field that the measure names is filled."""
    filled = {f"{name}__isnull": name != measure for name in Measure.values}
    return Q(measure=measure, **filled)


class Exercise(Publication):
    """A movement with its dose, words and safety signs.

    Planes, traits, muscles and equipment are names from `content/vocabulary.toml`; a muscle may
    carry a note in brackets, as in "gluteus medius (stance side)". Any one inner list of
    `equipment_sets` is enough; an empty inner list means that nothing is needed. `figure` is the
    compact JSON that `exercises.figure.text` reads, or nothing. Rows that runners have logged are
    protected by the log: archive them instead.
    """

    slug = models.SlugField(max_length=80, unique=True, help_text="Its address; never change it.")
    name = models.CharField(max_length=80, unique=True)
    aliases = models.JSONField(default=list, blank=True, help_text="Other names, one per line.")
    planes = models.JSONField(default=list, help_text="The main plane first.")
    traits = models.JSONField(default=list, blank=True)
    primary_muscles = models.JSONField(default=list)
    secondary_muscles = models.JSONField(default=list, blank=True)
    equipment_sets = models.JSONField(default=list, blank=True)
    equipment_optional = models.JSONField(default=list, blank=True)
    level = _between(1, 5)
    laterality = models.CharField(max_length=10, choices=Laterality.choices)
    posture = models.CharField(max_length=10, choices=Posture.choices, blank=True)
    measure = models.CharField(max_length=12, choices=Measure.choices)
    measure_also = models.JSONField(
        default=list, blank=True, help_text="What a runner may also note: load, band, distance_m."
    )
    sets = _between(1, 10)
    reps = _between(1, 100, null=True, blank=True)
    hold_seconds = _between(1, 300, "hold, seconds", null=True, blank=True)
    distance_m = _between(1, 400, "distance, meters", null=True, blank=True)
    per_side = models.BooleanField("each side", help_text="The dose counts for each side.")
    rest_seconds = _between(0, 600, "rest, seconds")
    tempo = models.CharField(
        max_length=7,
        blank=True,
        validators=[TEMPO],
        help_text="Seconds of lowering, pause, lifting, pause: 3-1-1-0.",
    )
    target_rir = _between(0, 10, "reps left in reserve", null=True, blank=True)
    target_rpe = _between(0, 10, "effort, 0 to 10", null=True, blank=True)
    setup = models.TextField("set-up")
    steps = models.JSONField(default=list)
    cues = models.JSONField(default=list, blank=True)
    stop_signs = models.JSONField(default=list)
    contraindications = models.JSONField(default=list, blank=True)
    no_known_study = models.BooleanField(
        default=False, help_text="No study of this exercise is known; its page says so."
    )
    figure = models.TextField(blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Order in the library.")
    harder = models.ManyToManyField(
        "self",
        through="Progression",
        through_fields=("easier", "harder"),
        symmetrical=False,
        related_name="easier",
    )

    class Meta(Publication.Meta):
        ordering = ("position", "name")
        permissions = (("publish_exercise", "Can publish and archive exercises"),)
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Publication.Meta.constraints,
            models.CheckConstraint(
                condition=Q(level__range=(1, 5)), name="exercises_exercise_level"
            ),
            models.CheckConstraint(
                condition=Q(sets__gte=1)
                & (_only(Measure.REPS) | _only(Measure.HOLD) | _only(Measure.DISTANCE)),
                name="exercises_exercise_dose",
                violation_error_message="Fill exactly the one number that the measure names.",
            ),
            models.CheckConstraint(
                condition=Q(laterality="unilateral", per_side=True)
                | Q(laterality="bilateral", per_side=False),
                name="exercises_exercise_sides",
                violation_error_message="A one-sided exercise has its dose per side.",
            ),
            models.CheckConstraint(
                condition=Q(target_rir__isnull=True) | Q(target_rpe__isnull=True),
                name="exercises_exercise_one_effort",
                violation_error_message="Give reps in reserve or effort, not both.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the public page."""
        return reverse("exercises:detail", args=[self.slug])


class Fault(Cataloged):
    """What often goes wrong, and what helps."""

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="faults")
    position = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=160)
    fix = models.CharField(max_length=240)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.fault


class Progression(Cataloged):
    """A rung of the ladder: from an easier exercise to a harder one, never down and never round."""

    easier = models.ForeignKey(Exercise, models.CASCADE, related_name="steps_up")
    harder = models.ForeignKey(Exercise, models.CASCADE, related_name="steps_down")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("easier", "harder"),
                name="exercises_progression_once",
                violation_error_message="This step stands on the ladder already.",
            ),
            models.CheckConstraint(
                condition=~Q(easier=models.F("harder")),
                name="exercises_progression_not_itself",
                violation_error_message="An exercise cannot lead to itself.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.easier} → {self.harder}"

    def clean(self) -> None:
        """Refuse a step down in level and a step that closes a loop, by name."""
        if not (self.easier_id and self.harder_id):
            return
        if self.harder.level < self.easier.level:
            raise ValidationError(
                f"{self.harder} is level {self.harder.level}, below {self.easier} "
                f"(level {self.easier.level})."
            )
        others = Progression.objects.exclude(pk=self.pk)
        edges = set(others.values_list("easier__name", "harder__name"))
        if loop := find_loop(edges | {(self.easier.name, self.harder.name)}):
            raise ValidationError(f"The ladder would run in a circle: {' → '.join(loop)}.")
