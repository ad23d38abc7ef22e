"""A storyboard as an editor writes it: a video's words, and its scenes in their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from exercises import drawings
from exercises.forms import LinesField
from exercises.library.content import SceneContent
from exercises.library.parse import CAMERAS, SIDES, narration_of
from exercises.models import Exercise, Video
from exercises.vocabulary import get_vocabulary

MOST_SCENES = 60
LONGEST_S, LONGEST_FILM_S = 600, 3600  # a scene, and all of them
CARD = "card"


def _exercises() -> list[tuple[str, str]]:
    rows = Exercise.objects.order_by("name").values_list("slug", "name")
    return [("", "A card with the caption"), *(row for row in rows if drawings.cameras(row[0]))]


class SceneForm(forms.Form):
    """One scene."""

    exercise = forms.ChoiceField(required=False, choices=_exercises, widget=UnfoldAdminSelectWidget)
    camera = forms.ChoiceField(
        choices=[(name, name) for name in CAMERAS], initial=CARD, widget=UnfoldAdminSelectWidget
    )
    side = forms.ChoiceField(
        choices=[(name, name) for name in SIDES],
        initial=SIDES[0],
        widget=UnfoldAdminSelectWidget,
    )
    duration_s = forms.IntegerField(
        label="Seconds",
        min_value=1,
        max_value=LONGEST_S,
        widget=UnfoldAdminIntegerFieldWidget,
    )
    caption = forms.CharField(max_length=80, widget=UnfoldAdminTextInputWidget)
    narration = forms.CharField(
        required=False,
        help_text="One sentence a line.",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a camera that the exercise's figure does not have."""
        words: dict[str, Any] = super().clean() or {}
        slug, camera = words.get("exercise"), words.get("camera")
        if not slug:
            words["camera"] = CARD
        elif camera and camera not in (known := drawings.cameras(slug)):
            self.add_error("camera", f"{slug} is drawn from: {', '.join(known)}.")
        return words


class _Board(BaseFormSet[SceneForm]):
    """Scenes in an order that can be typed, and each with a box that drops it."""

    ordering_widget = UnfoldAdminIntegerFieldWidget
    deletion_widget = UnfoldBooleanWidget


SceneFormSet: type[BaseFormSet[SceneForm]] = formset_factory(
    SceneForm,
    formset=_Board,
    extra=2,
    can_order=True,
    can_delete=True,
    max_num=MOST_SCENES,
    validate_max=True,
)


class BoardWidget(forms.Widget):
    """All scenes as one field; `board` is the formset."""

    board: BaseFormSet[SceneForm]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Show the scenes and two empty ones."""
        return render_to_string("admin/exercises/film/_scenes.html", {"board": self.board})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Leave the reading to the formset."""
        return None

    def id_for_label(self, id_: str | None) -> str:
        """Each input has a label of its own."""
        return ""


class VideoForm(forms.ModelForm[Video]):
    """A video; its length and its transcript follow from its scenes."""

    planes = LinesField(
        required=False,
        rows=2,
        known=lambda: get_vocabulary().planes,
        help_text="One per line: sagittal, frontal, transverse.",
    )
    scenes = forms.Field(required=False, widget=BoardWidget)

    class Meta:
        model = Video
        fields = ("title", "slug", "planes", "position", "scenes")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Spread the scenes over their forms."""
        super().__init__(*args, **options)
        if "scenes" not in self.fields:  # somebody who may only look
            return
        self.board = SceneFormSet(
            self.data if self.is_bound else None, prefix="scenes", initial=_scenes(self.instance)
        )
        cast(BoardWidget, self.fields["scenes"].widget).board = self.board

    def clean_scenes(self) -> list[dict[str, Any]]:
        """Return the scenes on one clock, and let length and transcript follow."""
        if not self.board.is_valid():
            raise ValidationError([*self._mistakes()])
        scenes: list[dict[str, Any]] = []
        clock = 0
        for form in self.board.ordered_forms:
            words = {name: form.cleaned_data[name] for name in SceneForm.base_fields}
            narration = "\n".join(filter(None, map(str.strip, words["narration"].splitlines())))
            scenes.append({**words, "start_s": clock, "narration": narration})
            clock += words["duration_s"]
        if not scenes:
            raise ValidationError("A video needs a scene.")
        if clock > LONGEST_FILM_S:
            raise ValidationError(f"It lasts {clock} s; at most {LONGEST_FILM_S} s are taken.")
        self.instance.length_s = clock
        self.instance.narration = narration_of(SceneContent(**scene) for scene in scenes)
        return scenes

    def _mistakes(self) -> Iterator[str]:
        yield from map(str, self.board.non_form_errors())
        for number, form in enumerate(self.board.forms, 1):
            for field, said in form.errors.items():
                yield f"Scene {number}, {field}: {' '.join(map(str, said))}"


def _scenes(video: Video) -> list[dict[str, Any]]:
    """Return a video's scenes; words of before scenes had any are given to the first."""
    scenes = [dict(scene) for scene in video.scenes]
    if scenes and video.narration and not any(scene.get("narration") for scene in scenes):
        scenes[0]["narration"] = video.narration
    return scenes
