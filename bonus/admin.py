"""The admin's pages about mail: everything to see, nothing to change by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.defaultfilters import linebreaksbr
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin, TabularInline

from bonus import compose, links
from bonus.models import (
    ConsentEvent,
    Delivery,
    Enrollment,
    MailEvent,
    SeriesVersion,
    Step,
    Subscriber,
    Suppression,
)
from bonus.models.deliveries import OPEN, TAKEN


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
    actions = ("revoke_watch_links",)
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

    @admin.display(description="Mails", ordering="mailed")
    def mails(self, person: Any) -> int:
        """How many mails the server took."""
        return int(person.mailed)


class StepInline(ReadOnly, TabularInline):
    """The steps of a version."""

    model = Step
    fields = ("order", "key", "kind", "delay_days", "local_hour", "subject", "video")
    extra = 0
    show_change_link = True


@admin.register(SeriesVersion)
class SeriesVersionAdmin(ReadOnly, ModelAdmin):
    """Editions of a series, and how many people are where in them."""

    list_display = ("__str__", "published_at", "active", "completed", "exited")
    inlines = (StepInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SeriesVersion]:
        """Count the people of each edition in the same query."""
        counts = {
            f"{state}_count": Count("enrollments", filter=Q(enrollments__state=state))
            for state in Enrollment.State.values
        }
        versions: QuerySet[SeriesVersion] = super().get_queryset(request).annotate(**counts)
        return versions.select_related("series")

    @admin.display(description="Under way")
    def active(self, version: Any) -> int:
        """How many people still get mails of this edition."""
        return int(version.active_count)

    @admin.display(description="Got everything")
    def completed(self, version: Any) -> int:
        """How many people are through."""
        return int(version.completed_count)

    @admin.display(description="Left before the end")
    def exited(self, version: Any) -> int:
        """How many people left."""
        return int(version.exited_count)


@admin.register(Step)
class StepAdmin(ReadOnly, ModelAdmin):
    """Mails of the series, as written and as they look."""

    list_display = ("subject", "version", "order", "kind", "delay_days", "open_count", "sent_count")
    list_filter = ("version", "kind")
    search_fields = ("key", "subject")
    fields = (
        "version",
        ("order", "key", "kind"),
        ("delay_days", "local_hour"),
        "subject",
        "preview",
        "heading",
        "body",
        "video",
        "call_to_action",
        "mail",
        "text_part",
    )
    readonly_fields = ("mail", "text_part")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Step]:
        """Count the mails of each step in the same query."""
        counted: QuerySet[Step] = (
            super()
            .get_queryset(request)
            .annotate(
                opened=Count("deliveries", filter=Q(deliveries__state__in=OPEN)),
                sent=Count("deliveries", filter=Q(deliveries__state__in=TAKEN)),
            )
        )
        return counted.select_related("version__series", "video")

    def get_urls(self) -> list[URLPattern]:
        """Add the page of the mail itself."""
        view = self.admin_site.admin_view(self.mail_page)
        mine = path("<int:pk>/mail/", view, name="bonus_step_mail")
        urls: list[URLPattern] = [mine, *super().get_urls()]
        return urls

    def mail_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The HTML part of a mail, to a made-up reader, with links that lead nowhere."""
        step = self.get_object(request, str(pk))
        if step is None or not self.has_view_permission(request, step):
            raise Http404
        return HttpResponse(str(compose.sample(step).alternatives[0][0]))

    @admin.display(description="The mail")
    def mail(self, step: Step) -> SafeString:
        """Link to the HTML part."""
        address = reverse("admin:bonus_step_mail", args=[step.pk])
        return format_html(
            '<a class="text-primary-600 underline" href="{}">Look at it</a>', address
        )

    @admin.display(description="Its text part")
    def text_part(self, step: Step) -> str:
        """Show the text part as it is."""
        return linebreaksbr(str(compose.sample(step).body))

    @admin.display(description="Open")
    def open_count(self, step: Any) -> int:
        """How many mails of this step wait or are on their way."""
        return int(step.opened)

    @admin.display(description="Sent")
    def sent_count(self, step: Any) -> int:
        """How many mails of this step the server took."""
        return int(step.sent)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly, ModelAdmin):
    """Every mail. Filter by "Nobody knows whether it left" to find those in doubt."""

    list_display = ("subscriber", "what", "state", "attempts", "available_at", "ended_at", "reason")
    list_filter = ("state", "kind", "step__key", "created_at")
    search_fields = ("subscriber__address", "message_id")
    list_select_related = ("subscriber", "step")

    @admin.display(description="Mail")
    def what(self, delivery: Delivery) -> str:
        """Which mail it is."""
        return delivery.step.key if delivery.step else delivery.get_kind_display()


@admin.register(Suppression)
class SuppressionAdmin(ReadOnly, ModelAdmin):
    """Addresses that are never mailed, as hashes."""

    list_display = ("__str__", "reason", "at")
    list_filter = ("reason",)


@admin.register(MailEvent)
class MailEventAdmin(ReadOnly, ModelAdmin):
    """What servers and providers reported. Those refused by policy are about us, not the reader."""

    list_display = ("kind", "delivery", "at", "reason")
    list_filter = ("kind", "at")
    search_fields = ("delivery__subscriber__address", "reason")
    list_select_related = ("delivery__subscriber", "delivery__step")
