"""The one form of lists: a name."""

from __future__ import annotations

from django import forms


class NameForm(forms.Form):
    """How a list is called."""

    name = forms.CharField(
        label="Name of the list",
        max_length=60,
        error_messages={"required": "Give the list a name."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_name(self) -> str:
        """Return the name with single spaces."""
        return " ".join(str(self.cleaned_data["name"]).split())
