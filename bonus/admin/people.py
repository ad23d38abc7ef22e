"""Subscribers with their whole history, and addresses that are never mailed."""

from __future__ import annotations

import csv
from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from unfold.admin import ModelAdmin, TabularInline

from bonus import links
from bonus.admin.readonly import ReadOnly
from bonus.models import (
    ConsentEvent,
    Delivery,
    Enrollment,
    Subscriber,
    Suppression,
)
from bonus.models.deliveries import TAKEN
from bonus.wording import WORDINGS


class ConsentInline(ReadOnly, TabularInline):
    """What the person said, in order."""

    model = ConsentEvent
    fields = ("at", "kind", "wording", "network", "token_id")
    extra = 0


class EnrollmentInline(ReadOnly, TabularInline):
    """How far the person is."""

    model = Enrollment
    fields = ("series", "version", "state", "next_step", "next_due_at", "last_sent_at")
    extra = 0


class DeliveryInline(ReadOnly, TabularInline):
    """Every mail to the person."""

    model = Delivery
    fields = ("created_at", "kind", "step", "state", "attempts", "submitted_at", "reason")
    extra = 0
    show_change_link = True


@admin.register(Subscriber)
class SubscriberAdmin(ReadOnly, ModelAdmin):
    """People who asked for mail, with their whole history."""

    list_display = ("address", "first_name", "state", "time_zone", "mails", "created_at")
    list_filter = ("state", "created_at")
    search_fields = ("address", "first_name")
    inlines = (ConsentInline, EnrollmentInline, DeliveryInline)
    actions = ("revoke_watch_links", "export_consent")
    fieldsets = (
        (None, {"fields": ("address", "first_name", "time_zone", "state", "link_version")}),
        ("Dates", {"fields": ("created_at", "confirmed_at", "unsubscribed_at")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscriber]:
        """Count the mails that left in the same query."""
        left = Count("deliveries", filter=Q(deliveries__state__in=TAKEN))
        people: QuerySet[Subscriber] = super().get_queryset(request).annotate(mailed=left)
        return people

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Whoever may change subscribers; their fields stay read-only all the same."""
        return request.user.has_perm("bonus.change_subscriber")

    @admin.action(description="Make the watch links sent so far useless", permissions=["revoke"])
    def revoke_watch_links(self, request: HttpRequest, people: QuerySet[Subscriber]) -> None:
        """Close the videos to every link that these people got; later mails bring new ones."""
        count = links.revoke_watch_links([person.pk for person in people])
        said = f"Watch links sent so far are useless now for {count} of the chosen people."
        self.message_user(request, said, messages.SUCCESS)

    @admin.action(description="Export the proof of consent (CSV)", permissions=["view"])
    def export_consent(self, request: HttpRequest, people: QuerySet[Subscriber]) -> HttpResponse:
        """Write down what the chosen people said, when, and to which words."""
        events = ConsentEvent.objects.filter(subscriber__in=people).select_related("subscriber")
        answer = HttpResponse(content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="consent.csv"'
        rows = csv.writer(answer)
        rows.writerow(("address", "said", "at", "wording", "words shown", "network", "link"))
        for event in events.order_by("subscriber__address", "at", "pk"):
            address, said = event.subscriber.address, event.get_kind_display()
            words = WORDINGS.get(event.wording, "")
            moment = event.at.isoformat()
            # A spreadsheet takes a leading sign for a formula.
            safe = f"'{address}" if address[0] in "=+-@" else address
            row = (safe, said, moment, event.wording, words, event.network, event.token_id)
            rows.writerow(row)
        return answer

    @admin.display(description="Mails", ordering="mailed")
    def mails(self, person: Any) -> int:
        """How many mails the server took."""
        return int(person.mailed)


@admin.register(Suppression)
class SuppressionAdmin(ReadOnly, ModelAdmin):
    """Addresses that are never mailed, as hashes."""

    list_display = ("__str__", "reason", "at")
    list_filter = ("reason",)
