"""Forms of the admin: lists are written one per line, and checked against the vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django_vite.templatetags.django_vite import vite_asset_url
from unfold.widgets import (
    UnfoldAdminExpandableTextareaWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from exercises.markdown import figure_slugs, footnote_keys
from exercises.models import Article, Exercise, Source, State
from exercises.vocabulary import get_vocabulary


class LinesWidget(UnfoldAdminTextareaWidget):  # type: ignore[misc]  # unfold carries no types
    """Sentences in rows that are dragged into order; without a script, one per line."""

    template_name = "admin/exercises/widgets/lines.html"

    @property
    def media(self) -> forms.Media:
        """The script under its built name."""
        script: Any = Script(vite_asset_url("frontend/js/lines.js"), type="module")
        return forms.Media(js=[script])

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the look of a row."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["row_class"] = UnfoldAdminExpandableTextareaWidget().attrs["class"]
        return context


class LinesField(forms.CharField):
    """A list of texts, one per line; `known` says which ones there are."""

    def __init__(
        self, *, rows: int = 4, known: Callable[[], Container[str]] | None = None, **options: Any
    ) -> None:
        self.known = known
        options.setdefault("widget", UnfoldAdminTextareaWidget(attrs={"rows": rows}))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """Write a list as lines; what a person typed comes back as it was."""
        return "\n".join(map(self.line, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Read lines as a list without empty ones."""
        if isinstance(value, list):
            return value
        return [self.item(line.strip()) for line in str(value or "").splitlines() if line.strip()]

    def validate(self, value: Any) -> None:
        """Refuse what is not known and what is said twice."""
        super().validate(value)
        for number, item in enumerate(value):
            self.check(item)
            if item in value[:number]:
                raise ValidationError(f"“{self.line(item)}” stands here twice.")

    def line(self, item: Any) -> str:
        """Write one item."""
        return str(item)

    def item(self, line: str) -> Any:
        """Read one item."""
        return line

    def check(self, item: Any) -> None:
        """Refuse one item that is not known."""
        if self.known is not None and item not in self.known():
            raise ValidationError(f"“{item}” is not a known word.")


class MusclesField(LinesField):
    """Muscles, each with an optional note: gluteus medius (stance side)."""

    def check(self, item: Any) -> None:
        """Refuse a muscle that the vocabulary does not name."""
        try:
            get_vocabulary().muscle(item)
        except KeyError:
            raise ValidationError(f"“{item}” is not a known muscle.") from None


class SetsField(LinesField):
    """Equipment sets, one per line: mat, mini-band. The word nothing is the empty set."""

    def line(self, item: Any) -> str:
        """Write a set with commas."""
        return ", ".join(item) or "nothing"

    def item(self, line: str) -> Any:
        """Read a set."""
        return [] if line == "nothing" else [part.strip() for part in line.split(",")]

    def check(self, item: Any) -> None:
        """Refuse a set with something unknown in it."""
        for part in item:
            if part not in get_vocabulary().equipment:
                raise ValidationError(f"“{part}” is not a known piece of equipment.")


class ExerciseForm(forms.ModelForm[Exercise]):
    """An exercise as an editor writes it."""

    aliases = LinesField(required=False, rows=2, help_text="Other names, one per line.")
    planes = LinesField(
        rows=2,
        known=lambda: get_vocabulary().planes,
        help_text="The main one first, one per line: sagittal, frontal, transverse.",
    )
    traits = LinesField(
        required=False,
        known=lambda: get_vocabulary().traits,
        help_text="One per line, as in side-to-side.",
    )
    primary_muscles = MusclesField(
        help_text="One per line; a note may follow in brackets: gluteus medius (stance side)."
    )
    secondary_muscles = MusclesField(required=False)
    equipment_sets = SetsField(
        required=False,
        rows=3,
        help_text="Each line is enough by itself: mat, mini-band. Write nothing where none is.",
    )
    equipment_optional = LinesField(
        required=False, rows=2, known=lambda: get_vocabulary().equipment
    )
    measure_also = LinesField(
        required=False,
        rows=2,
        known=lambda: ("load", "band", "distance_m"),
        label="May also be noted",
        help_text="One per line: load, band, distance_m.",
    )
    steps = LinesField(widget=LinesWidget({"rows": 6}))
    cues = LinesField(required=False, widget=LinesWidget({"rows": 4}))
    stop_signs = LinesField(
        widget=LinesWidget({"rows": 4}), help_text="The general ones are added on the page."
    )
    contraindications = LinesField(required=False, widget=LinesWidget({"rows": 4}))
    level = forms.TypedChoiceField(
        coerce=int,
        choices=lambda: [
            (number, f"{number}: {term.label}") for number, term in get_vocabulary().levels.items()
        ],
        widget=UnfoldAdminSelectWidget,
    )

    class Meta:
        model = Exercise
        fields = (
            "name",
            "slug",
            "aliases",
            "planes",
            "traits",
            "level",
            "laterality",
            "posture",
            "per_side",
            "measure",
            "measure_also",
            "sets",
            "reps",
            "hold_seconds",
            "distance_m",
            "rest_seconds",
            "tempo",
            "target_rir",
            "target_rpe",
            "setup",
            "steps",
            "cues",
            "primary_muscles",
            "secondary_muscles",
            "equipment_sets",
            "equipment_optional",
            "stop_signs",
            "contraindications",
            "no_known_study",
            "position",
        )
        widgets = {"setup": UnfoldAdminExpandableTextareaWidget}


class ArticleForm(forms.ModelForm[Article]):
    """An article; its footnotes and figures must exist."""

    class Meta:
        model = Article
        fields = (
            "title",
            "slug",
            "summary",
            "body",
            "minutes",
            "checked_on",
            "is_lead",
            "position",
        )
        widgets = {
            "summary": UnfoldAdminExpandableTextareaWidget,
            "body": UnfoldAdminTextareaWidget({"rows": 28}),
        }

    def clean_body(self) -> str:
        """Refuse footnotes without a source and figures of no exercise."""
        body = str(self.cleaned_data["body"])
        _all_known("footnote", footnote_keys(body), Source.objects.values_list("key", flat=True))
        _all_known("figure", figure_slugs(body), Exercise.objects.values_list("slug", flat=True))
        return body


def _all_known(noun: str, names: list[str], known: Any) -> None:
    missing = sorted(set(names) - set(known))
    if missing:
        raise ValidationError(f"Unknown {noun}: {', '.join(missing)}.")


class MergeForm(forms.Form):
    """The exercise that stays."""

    into = forms.ModelChoiceField(
        Exercise.objects.none(),
        label="Merge into",
        empty_label="Choose the exercise that stays",
        widget=UnfoldAdminSelectWidget,
    )

    def __init__(self, duplicate: Exercise, **options: Any) -> None:
        super().__init__(**options)
        field: Any = self.fields["into"]
        field.queryset = (
            Exercise.objects.exclude(pk=duplicate.pk).exclude(state=State.ARCHIVED).order_by("name")
        )
