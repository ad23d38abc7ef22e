"""The form of a picture or film: its file is checked by content, and each refusal says why."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextareaWidget

from exercises.media import captions, confine, kinds, limits, store
from exercises.models import Media

WORDS = (
    "title",
    "author",
    "source",
    "source_url",
    "license",
    "license_url",
    "alt",
    "captions",
    "transcript",
)


class MediaForm(forms.ModelForm[Media]):
    """A picture or film as an editor describes it; `found` says what the file was seen to be."""

    file = forms.FileField(
        widget=UnfoldAdminFileFieldWidget,
        help_text=(
            f"JPEG, PNG or WebP to {limits.PICTURE_BYTES // limits.MEGABYTE} MB, or MP4, MOV, WebM "
            f"or MKV to {limits.FILM_BYTES // limits.MEGABYTE} MB and "
            f"{limits.FILM_SECONDS // 60} minutes."
        ),
    )
    captions_upload = forms.FileField(
        required=False,
        widget=UnfoldAdminFileFieldWidget,
        label="Captions from a file",
        help_text="A WebVTT file; it takes the place of the text above.",
    )

    class Meta:
        model = Media
        fields = WORDS
        widgets = {
            "captions": UnfoldAdminTextareaWidget(attrs={"rows": 8}),
            "transcript": UnfoldAdminTextareaWidget(attrs={"rows": 5}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for a file where there is none yet."""
        super().__init__(*args, **kwargs)
        self.found: tuple[str, str, dict[str, Any]] | None = None
        if self.has_row and "file" in self.fields:
            self.fields["file"].required = False
            self.fields["file"].label = "Replace the file"

    @property
    def has_row(self) -> bool:
        """Whether this is a change of what exists."""
        return not self.instance._state.adding

    def clean_file(self) -> UploadedFile[Any] | None:
        """Refuse a file that is not what we take, by its bytes."""
        upload = self.cleaned_data.get("file")
        if not isinstance(upload, UploadedFile):
            return None
        try:
            kind, reader = kinds.sniff(upload.read(kinds.HEAD_BYTES))
            upload.seek(0)
            limits.check_bytes(kind, upload.size or 0)
            if self.has_row and kind != self.instance.kind:
                word = self.instance.get_kind_display().lower()
                raise limits.RefusedError(f"This is a {word}: only another {word} can replace it.")
            self.found = kind, reader, _checked(upload, kind, reader)
        except limits.RefusedError as error:
            raise ValidationError(str(error)) from error
        return upload

    def clean_captions(self) -> str:
        """Refuse captions that cannot be read."""
        return _read_captions(str(self.cleaned_data["captions"]))

    def clean_captions_upload(self) -> str:
        """Refuse a file of captions that cannot be read; its text takes the field's place."""
        upload = self.cleaned_data.get("captions_upload")
        if not isinstance(upload, UploadedFile):
            return ""
        if (upload.size or 0) > captions.MOST:
            raise ValidationError("This file is too large to be captions.")
        try:
            text = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValidationError("This file is no text in UTF-8.") from error
        return _read_captions(text)

    def clean(self) -> dict[str, Any]:
        """Take the captions of the file."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("captions_upload"):
            cleaned["captions"] = cleaned["captions_upload"]
            self.errors.pop("captions", None)
        return cleaned


def _read_captions(text: str) -> str:
    """Return captions as they were understood, or nothing for nothing."""
    if not text.strip():
        return ""
    try:
        return captions.write(captions.read(text.strip()))
    except captions.CaptionError as error:
        raise ValidationError(str(error)) from error


def _checked(upload: UploadedFile[Any], kind: str, reader: str) -> dict[str, Any]:
    """Have an upload looked at where it lies; one that is still in memory is written down first."""
    if isinstance(upload, TemporaryUploadedFile):
        return confine.check(Path(upload.temporary_file_path()), kind, reader)
    with tempfile.NamedTemporaryFile(dir=store.folder("incoming")) as copy:
        for chunk in upload.chunks():
            copy.write(chunk)
        copy.flush()
        upload.seek(0)
        return confine.check(Path(copy.name), kind, reader)
