"""Pictures and films that editors upload, and the exercises that show them."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q

from exercises.media import captions, store
from exercises.models.exercise import Exercise
from exercises.models.version import Cataloged

WEB_ADDRESS = URLValidator(
    schemes=["http", "https"], message="Write a full address that begins with https://."
)


def _address(**options: Any) -> Any:
    return models.CharField(max_length=300, blank=True, validators=[WEB_ADDRESS], **options)


class Media(Cataloged):
    """A picture or a film, with what must be said about it.

    `original` names what was uploaded, which nobody is served. `files` is what was made of it:
    {"poster": name, "renditions": [{"name", "width", "height", "type", "bytes"}, ...]}, the largest
    first. They stay until a newer upload has been processed to its end, so what readers see never
    depends on `state`. `exercises.media.processing` alone moves the state.
    """

    class Kind(models.TextChoices):
        IMAGE = "image", "Picture"
        VIDEO = "video", "Video"

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Waiting"
        PROCESSING = "processing", "Processing"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"

    class License(models.TextChoices):
        CC_BY = "cc-by-4.0", "CC BY 4.0"
        CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
        CC0 = "cc0-1.0", "CC0 1.0"
        PUBLIC_DOMAIN = "public-domain", "Public domain"
        OWN = "own", "Own work, all rights reserved"
        OTHER = "other", "Other license"

    LICENSE_ADDRESSES: ClassVar[dict[str, str]] = {
        License.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
        License.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
        License.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
        License.PUBLIC_DOMAIN: "https://creativecommons.org/publicdomain/mark/1.0/",
    }

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=5, choices=Kind.choices, editable=False)
    title = models.CharField(max_length=120)
    author = models.CharField(max_length=120, blank=True, help_text="Who made it.")
    source = models.CharField(max_length=160, blank=True, help_text="Where it comes from.")
    source_url = _address(verbose_name="source's address")
    license = models.CharField(max_length=13, choices=License.choices, blank=True)
    license_url = _address(
        verbose_name="license's address", help_text="Filled in by itself for the known licenses."
    )
    alt = models.CharField(
        "alternative text",
        max_length=300,
        blank=True,
        help_text="What a picture shows, for those who do not see it. A picture needs it.",
    )
    captions = models.TextField(blank=True, help_text="WebVTT. A video needs them.")
    transcript = models.TextField(
        blank=True, help_text="The text of a video; without it the captions are shown as text."
    )

    original = models.CharField(max_length=32, editable=False)
    reader = models.CharField(max_length=10, editable=False)
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.UPLOADED, editable=False
    )
    reason = models.CharField(max_length=300, blank=True, editable=False)
    progress = models.PositiveSmallIntegerField("progress, percent", default=0, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    length_s = models.PositiveIntegerField("length, seconds", default=0, editable=False)
    files = models.JSONField(default=dict, blank=True, editable=False)
    captions_file = models.CharField(max_length=44, blank=True, editable=False)
    claims = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text="Rises with every claim, and so tells one worker's claim from the next.",
    )
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name_plural = "media"
        ordering = ("-uploaded_at", "title")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("uploaded", "processing", "ready", "failed")),
                name="exercises_media_state",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("image", "video")), name="exercises_media_kind"
            ),
            models.CheckConstraint(
                condition=Q(state="processing", lease_until__isnull=False)
                | (~Q(state="processing") & Q(lease_until__isnull=True)),
                name="exercises_media_lease_while_processing",
            ),
            # A film keeps a processor busy for minutes; mail and all else must go on meanwhile.
            models.UniqueConstraint(
                fields=("kind",),
                condition=Q(state="processing", kind="video"),
                name="exercises_media_one_film_at_a_time",
            ),
        )
        indexes = (models.Index(fields=("state", "uploaded_at"), name="exercises_media_waiting"),)

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the captions as the file that browsers load, and save."""
        self.captions_file = ""
        if self.captions:
            self.captions_file = store.keep_text(self.captions, ".vtt")
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a license of one's own making without its address."""
        if self.license == self.License.OTHER and not self.license_url:
            raise ValidationError({"license_url": "Another license needs its address."})

    @property
    def license_address(self) -> str:
        """Where the license can be read, or nothing."""
        return self.license_url or self.LICENSE_ADDRESSES.get(self.license, "")

    @property
    def said(self) -> str:
        """What a film says, as a text."""
        if self.transcript or not self.captions:
            return self.transcript
        try:
            return captions.plain(captions.read(self.captions))
        except captions.CaptionError:
            return ""

    @property
    def names(self) -> list[str]:
        """The names of all files that a page about it loads."""
        names = [rendition["name"] for rendition in self.files.get("renditions", ())]
        return [name for name in (*names, self.files.get("poster", ""), self.captions_file) if name]

    def shown_on(self) -> list[str]:
        """Return the names of the exercises on whose published pages it stands."""
        lives = Exercise.objects.published().values_list("live__name", "live__media")
        return [name for name, media in lives if str(self.pk) in (media or ())]

    @property
    def is_busy(self) -> bool:
        """Tell whether a worker has it, or will."""
        return self.state in (self.State.UPLOADED, self.State.PROCESSING)

    def lacks(self) -> list[str]:
        """Return what must be there before readers see it."""
        parts = {"a title": self.title, "a license": self.license}
        if self.license in (self.License.CC_BY, self.License.CC_BY_SA):
            parts["an author"] = self.author
        if self.kind == self.Kind.IMAGE:
            parts["an alternative text"] = self.alt
        else:
            parts["captions"] = self.captions
        parts["processed files"] = self.files.get("renditions")
        return [name for name, value in parts.items() if not value]


class ExerciseMedia(Cataloged):
    """A picture or film on an exercise's page, in its order."""

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="media")
    media = models.ForeignKey(Media, models.PROTECT, related_name="uses")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "picture or video"
        verbose_name_plural = "pictures and videos"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("exercise", "media"),
                name="exercises_exercisemedia_once",
                violation_error_message="This stands on the page already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.media} on {self.exercise}"
