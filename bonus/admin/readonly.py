"""What is shown in the admin and changed by nobody there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


class ReadOnly:
    """What the engine and the readers write is shown, not edited."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds rows here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes rows here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes rows here."""
        return False
