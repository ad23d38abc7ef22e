"""The editors' page of what readers searched for and did not find."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from exercises.models import MissedSearch


@admin.register(MissedSearch)
class MissedSearchAdmin(ModelAdmin):  # type: ignore[misc]  # unfold carries no types
    """The most wanted first; an editor may clear one that has been dealt with."""

    list_display = ("query", "count", "first_at", "last_at")
    search_fields = ("query",)
    readonly_fields = ("query", "count", "first_at", "last_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: visitors write these."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse: it is what was typed."""
        return False
