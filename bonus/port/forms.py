"""What an operator says about a file of people."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from bonus.models import Start
from bonus.port import columns
from bonus.port.plan import LONGEST_PROOF
from exercises.port.files import MAX_BYTES

SPREADS = [(0, "Do not spread"), (1, "1 hour"), (24, "1 day"), (72, "3 days"), (168, "7 days")]
SPREADS += [(336, "14 days"), (672, "28 days")]


class UploadForm(forms.Form):
    """A file, the proof of consent for lines that bring none, and how the people begin."""

    file = forms.FileField(
        label="CSV or JSON file",
        widget=UnfoldAdminFileFieldWidget,
        help_text="Up to 20,000 people and 20 MB. Nothing is written before you have seen it.",
    )
    when = forms.CharField(
        label="Day of consent",
        required=False,
        max_length=40,
        widget=UnfoldAdminTextInputWidget,
        help_text="As 2025-03-31. For lines without a “consent date”.",
    )
    where = forms.CharField(
        label="Where",
        required=False,
        max_length=LONGEST_PROOF,
        widget=UnfoldAdminTextInputWidget,
        help_text="Such as: paper list at the Spring Run. For lines without a “consent place”.",
    )
    how = forms.CharField(
        label="How",
        required=False,
        max_length=LONGEST_PROOF,
        widget=UnfoldAdminTextInputWidget,
        help_text="Such as: own signature. For lines without a “consent method”.",
    )
    wording = forms.CharField(
        label="The words they agreed to",
        required=False,
        max_length=LONGEST_PROOF,
        widget=UnfoldAdminTextInputWidget,
        help_text="Word for word. For lines without a “consent wording”.",
    )
    start = forms.ChoiceField(
        label="How they begin",
        choices=Start.choices,
        initial=Start.ASK,
        widget=UnfoldAdminRadioSelectWidget,
    )
    spread_hours = forms.TypedChoiceField(
        label="Spread the first mails over",
        coerce=int,
        choices=SPREADS,
        initial=24,
        widget=UnfoldAdminSelectWidget,
        help_text="Many mails at once, to people who hear from you for the first time, look like "
        "spam to the big providers.",
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError("The file is larger than 20 MB.")
        return file

    def clean_when(self) -> str:
        """Refuse a day that is none."""
        text = str(self.cleaned_data["when"])
        try:
            return columns.read_day(text, self.today) if text else ""
        except ValueError as error:
            raise forms.ValidationError(f"It {error}.") from error

    def proof(self) -> dict[str, str]:
        """Return the proof of consent for lines that bring none."""
        return {name: self.cleaned_data[name] for name in columns.PROOF}
