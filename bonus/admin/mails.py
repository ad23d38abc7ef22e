"""Every mail, and what was reported about it."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import ModelAdmin

from bonus import recovery
from bonus.admin.readonly import ReadOnly
from bonus.models import (
    Delivery,
    MailEvent,
)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly, ModelAdmin):
    """Every mail. Filter by "Nobody knows whether it left" to find those in doubt.

    One in doubt is sent once more by itself after an hour; a second doubt waits for a person.
    """

    list_display = ("subscriber", "what", "state", "attempts", "available_at", "ended_at", "reason")
    list_filter = ("state", "kind", "step__key", "created_at")
    search_fields = ("subscriber__address", "message_id")
    list_select_related = ("subscriber", "step")
    actions = ("send_again", "believe")

    def has_resolve_permission(self, request: HttpRequest) -> bool:
        """Whoever may change deliveries; their fields stay read-only all the same."""
        return request.user.has_perm("bonus.change_delivery")

    @admin.action(description="In doubt: send it once more", permissions=["resolve"])
    def send_again(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        """Send the chosen mails that are in doubt, under the same Message-ID."""
        now = timezone.now()
        count = sum(recovery.send_again(each, now) for each in chosen)
        self._say(request, count, "sent once more")

    @admin.action(description="In doubt: count it as sent", permissions=["resolve"])
    def believe(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        """Take the chosen mails that are in doubt for sent."""
        self._say(request, sum(recovery.believe(each) for each in chosen), "counted as sent")

    def _say(self, request: HttpRequest, count: int, done: str) -> None:
        said = f"Of the chosen mails {count} were in doubt and are {done}."
        self.message_user(request, said, messages.SUCCESS if count else messages.WARNING)

    @admin.display(description="Mail")
    def what(self, delivery: Delivery) -> str:
        """Which mail it is."""
        return delivery.step.key if delivery.step else delivery.get_kind_display()


@admin.register(MailEvent)
class MailEventAdmin(ReadOnly, ModelAdmin):
    """What servers and providers reported. Those refused by policy are about us, not the reader."""

    list_display = ("kind", "delivery", "at", "reason")
    list_filter = ("kind", "at")
    search_fields = ("delivery__subscriber__address", "reason")
    list_select_related = ("delivery__subscriber", "delivery__step")
