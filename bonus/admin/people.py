"""Subscribers with their whole history, and addresses that are never mailed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action

from bonus import addresses, history, links
from bonus.admin.readonly import ReadOnly
from bonus.models import (
    ConsentEvent,
    Enrollment,
    Erasure,
    Subscriber,
    Suppression,
)
from bonus.models.deliveries import TAKEN
from bonus.port import resources
from bonus.port.admin import SubscriberImportAdmin


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


@admin.register(Subscriber)
class SubscriberAdmin(ReadOnly, ModelAdmin):
    """People who asked for mail, with their whole history."""

    list_display = ("address", "first_name", "state", "time_zone", "mails", "created_at")
    list_filter = ("state", "created_at")
    search_fields = ("address", "first_name")
    inlines = (ConsentInline, EnrollmentInline)
    actions = ("revoke_watch_links", "export_people", "export_consent")
    actions_list = ("import_file",)
    change_form_before_template = "admin/bonus/_person.html"
    fieldsets = (
        (None, {"fields": ("address", "first_name", "time_zone", "state", "link_version")}),
        ("Dates", {"fields": ("created_at", "confirmed_at", "unsubscribed_at")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscriber]:
        """Count the mails that left in the same query."""
        left = Count("deliveries", filter=Q(deliveries__state__in=TAKEN))
        people: QuerySet[Subscriber] = super().get_queryset(request).annotate(mailed=left)
        return people

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Put how the person stands, and everything that happened, above the rows."""
        person = self.get_object(request, object_id) if object_id else None
        context = dict(extra_context or {})
        if person is not None:
            now = timezone.now()
            with_health = self.sees_health(request)
            context |= {
                "history": history.of(person, with_health=with_health),
                "standing": history.standing(person, now),
            }
        answer: HttpResponse = super().changeform_view(request, object_id, form_url, context)
        return answer

    @staticmethod
    def sees_health(request: HttpRequest) -> bool:
        """Whether somebody may see that a series is on hold because something hurt."""
        return request.user.has_perm("bonus.view_enrollment")

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whoever may import people."""
        return SubscriberImportAdmin.may(request)

    @action(description="Import", permissions=["import"], icon="upload", url_path="import")
    def import_file(self, request: HttpRequest) -> HttpResponse:
        """Lead to the upload."""
        return redirect("admin:bonus_subscriberimport_add")

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Whoever may change subscribers; their fields stay read-only all the same."""
        return request.user.has_perm("bonus.change_subscriber")

    @admin.action(description="Make the watch links sent so far useless", permissions=["revoke"])
    def revoke_watch_links(self, request: HttpRequest, people: QuerySet[Subscriber]) -> None:
        """Close the videos to every link that these people got; later mails bring new ones."""
        count = links.revoke_watch_links([person.pk for person in people])
        said = f"Watch links sent so far are useless now for {count} of the chosen people."
        self.message_user(request, said, messages.SUCCESS)

    def has_health_permission(self, request: HttpRequest) -> bool:
        """Whoever may see what was agreed about pain."""
        return self.sees_health(request)

    @admin.action(description="Export the proof of consent (CSV)", permissions=["health"])
    def export_consent(self, request: HttpRequest, people: QuerySet[Subscriber]) -> HttpResponse:
        """Write down what the chosen people said, when, and to which words."""
        return _table("consent", resources.consent(people))

    @admin.action(description="Export these people (CSV)", permissions=["import"])
    def export_people(self, request: HttpRequest, people: QuerySet[Subscriber]) -> HttpResponse:
        """Write down who the chosen people are and how they stand."""
        return _table("subscribers", resources.people(people))

    @admin.display(description="Mails", ordering="mailed")
    def mails(self, person: Any) -> int:
        """How many mails the server took."""
        return int(person.mailed)


class ByFingerprint(ReadOnly, ModelAdmin):
    """Rows that know an address by its keyed hash alone."""

    search_fields = ("address_hash",)
    search_help_text = "A whole address: the list holds fingerprints, so parts find nothing."

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Look for the fingerprint of the address that was typed."""
        if not search_term:
            return queryset, False
        try:
            hashes = addresses.digests(addresses.normalize(search_term))
        except ValidationError:
            return queryset.none(), False
        return queryset.filter(address_hash__in=hashes), False


@admin.register(Suppression)
class SuppressionAdmin(ByFingerprint):
    """Addresses that are never mailed, as hashes."""

    list_display = ("__str__", "reason", "at")
    list_filter = ("reason",)


@admin.register(Erasure)
class ErasureAdmin(ByFingerprint):
    """People who had everything erased, as hashes, and what they had agreed to."""

    list_display = ("__str__", "at", "agreed")
    fields = ("address_hash", "at", "agreed")

    @admin.display(description="What they had said")
    def agreed(self, erasure: Erasure) -> str:
        """Write the proof of consent, one thing after another."""
        kinds = dict(ConsentEvent.Kind.choices)
        lines = [
            (kinds.get(said["kind"], said["kind"]), said["at"][:16], said["wording"])
            for said in erasure.consent
        ]
        return format_html_join(mark_safe("<br>"), "{}, {} UTC, wording {}", lines) or "-"


def _table(name: str, data: bytes) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(data, content_type="text/csv; charset=utf-8", headers=headers)
