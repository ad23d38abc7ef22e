"""The form of an import of runs."""

from __future__ import annotations

from typing import Any

from django import forms

from exercises.media.limits import FILM_BYTES, MEGABYTE
from training.models import RunImport

# What the site takes of any upload; see exercises.media.uploads.
MAX_BYTES = FILM_BYTES
TOO_LARGE = (
    f"The file has more than {MAX_BYTES // MEGABYTE} MB. Unpack it and zip only the list of "
    "activities and their files, without photos and videos."
)


class UploadForm(forms.Form):
    """A file of runs from the runner's own machine."""

    file = forms.FileField(
        label="GPX, TCX, FIT, CSV or zip",
        help_text=f"One activity, a list, or a whole export of Strava or Garmin, up to "
        f"{MAX_BYTES // MEGABYTE} MB.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )
    unit = forms.ChoiceField(
        choices=RunImport.Unit.choices,
        label="Distances of a list",
        help_text="Counts for a CSV that does not say in what it counts.",
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is kept."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file
