"""Uploads on their way in: what is too large is counted to its end and not written."""

from __future__ import annotations

from django.core.files.uploadhandler import TemporaryFileUploadHandler

from exercises.media.limits import FILM_BYTES


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Django's handler with an end: the form still learns the true size, and says the sentence."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a part of the file while it is not too large."""
        if start <= FILM_BYTES:
            super().receive_data_chunk(raw_data, start)
