"""The forms of a strength log: its file, and what its columns and exercises are."""

from __future__ import annotations

from collections.abc import Mapping as Named
from typing import Any

from django import forms

from exercises.port.files import Sheet
from training.strength.mapping import LABELS, NEEDED, Mapping, names_in

MAX_MEGABYTES = 5
MAX_NAMES = 200


class UploadForm(forms.Form):
    """A CSV from the runner's own machine."""

    file = forms.FileField(
        label="CSV file",
        help_text=f"One line for each set, up to 5,000 lines and {MAX_MEGABYTES} MB.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_MEGABYTES * 1_000_000:
            raise forms.ValidationError(f"The file has more than {MAX_MEGABYTES} MB.")
        return file


class MappingForm(forms.Form):
    """A column of theirs for each of ours, and an exercise of ours for each name of theirs."""

    unit = forms.ChoiceField(
        choices=(("kg", "Kilograms"), ("lb", "Pounds")), label="Weights are in"
    )
    each_side = forms.TypedChoiceField(
        choices=(("yes", "Each side did it"), ("no", "Leave the line out")),
        coerce=lambda value: value == "yes",
        label="A one-sided exercise without a side",
    )

    def __init__(
        self, sheet: Sheet, mapping: Mapping, library: Named[str, str], data: Any = None
    ) -> None:
        initial = {"unit": mapping.unit, "each_side": "yes" if mapping.each_side else "no"}
        super().__init__(data, initial=initial)
        headers = [("", "-"), *((header, header) for header in sheet.headers)]
        for key, label in LABELS.items():
            self.fields[f"column-{key}"] = forms.ChoiceField(
                choices=headers,
                required=key in NEEDED,
                initial=mapping.columns.get(key, ""),
                label=label,
                error_messages={"required": "Choose the column."},
            )
        self.names = names_in(sheet, mapping.columns.get("exercise", ""))[:MAX_NAMES]
        ours = [("", "Leave out"), *sorted(library.items(), key=lambda pair: pair[1])]
        for number, name in enumerate(self.names):
            self.fields[f"exercise-{number}"] = forms.ChoiceField(
                choices=ours, required=False, initial=mapping.exercises.get(name, ""), label=name
            )

    @property
    def columns(self) -> list[forms.BoundField]:
        """Return the fields of the columns."""
        return [self[name] for name in self.fields if name.startswith("column-")]

    @property
    def exercises(self) -> list[forms.BoundField]:
        """Return the fields of the names."""
        return [self[name] for name in self.fields if name.startswith("exercise-")]

    @property
    def mapping(self) -> Mapping:
        """Return what a valid form says."""
        given = self.cleaned_data
        return Mapping(
            columns={key: given[f"column-{key}"] for key in LABELS},
            exercises={name: given[f"exercise-{number}"] for number, name in enumerate(self.names)},
            unit=given["unit"],
            each_side=given["each_side"],
        )
