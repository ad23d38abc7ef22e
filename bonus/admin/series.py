"""A series, its editions and its mails."""

from __future__ import annotations

from email.utils import make_msgid
from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import linebreaksbr
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action

from accounts.models import User
from accounts.transport import Transport
from bonus import compose, condition_lines
from bonus.admin.readonly import ReadOnly
from bonus.messages import domain
from bonus.models import (
    Brake,
    Enrollment,
    Series,
    SeriesDraft,
    SeriesVersion,
    Step,
    StepPause,
)
from bonus.models.deliveries import OPEN, TAKEN


class StepInline(ReadOnly, TabularInline):
    """The steps of a version."""

    model = Step
    fields = ("order", "key", "kind", "delay_days", "delay_hours", "local_hour", "subject", "video")
    extra = 0
    show_change_link = True


@admin.register(Series)
class SeriesAdmin(ReadOnly, ModelAdmin):
    """The series; the emergency brake stands here."""

    list_display = ("name", "slug", "paused_at")
    fields = ("name", "slug", "paused_at")
    actions = ("write", "pause", "resume", "stop_everything", "let_everything_go")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Say above the list that everything is stopped, while it is."""
        if request.method == "GET" and (brake := Brake.pulled()):
            since = timezone.localtime(brake.pulled_at)
            said = f"Everything is stopped since {since:%Y-%m-%d %H:%M}: no bonus mail leaves."
            self.message_user(request, said, messages.WARNING)
        answer: HttpResponse = super().changelist_view(request, extra_context)
        return answer

    def has_write_permission(self, request: HttpRequest) -> bool:
        """Whoever may change drafts."""
        return request.user.has_perm("bonus.change_seriesdraft")

    @admin.action(description="Write the next edition: open the draft", permissions=["write"])
    def write(self, request: HttpRequest, chosen: QuerySet[Series]) -> HttpResponse:
        """Open the draft of the first chosen series; begin one where there is none."""
        draft = SeriesDraft.begin(chosen[0], timezone.now())
        return redirect("admin:bonus_seriesdraft_change", draft.pk)

    @admin.action(description="Stop every bonus mail, of whatever kind", permissions=["brake"])
    def stop_everything(self, request: HttpRequest, chosen: QuerySet[Series]) -> None:
        """Pull the brake for everything, whatever was chosen."""
        Brake.pull(timezone.now())

    @admin.action(description="Let bonus mails leave again", permissions=["brake"])
    def let_everything_go(self, request: HttpRequest, chosen: QuerySet[Series]) -> None:
        """Release the brake for everything."""
        Brake.release()
        self.message_user(request, "Mails leave again.", messages.SUCCESS)

    def has_brake_permission(self, request: HttpRequest) -> bool:
        """Whoever may change series."""
        return request.user.has_perm("bonus.change_series")

    @admin.action(description="Pause: let no mail of it leave", permissions=["brake"])
    def pause(self, request: HttpRequest, chosen: QuerySet[Series]) -> None:
        """Stop all mail of the chosen series until it is resumed."""
        for series in chosen:
            series.pause(timezone.now())
        said = "Paused. A mail that was leaving this very second may still arrive."
        self.message_user(request, said, messages.SUCCESS)

    @admin.action(description="Resume: let its mails leave again", permissions=["brake"])
    def resume(self, request: HttpRequest, chosen: QuerySet[Series]) -> None:
        """Let the mails leave again; those that waited go first."""
        for series in chosen:
            series.resume()
        self.message_user(request, "Resumed.", messages.SUCCESS)


@admin.register(SeriesVersion)
class SeriesVersionAdmin(ReadOnly, ModelAdmin):
    """Editions of a series, and how many people are where in them."""

    list_display = ("__str__", "published_at", "active", "completed", "exited", "timeline")
    inlines = (StepInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SeriesVersion]:
        """Count the people of each edition in the same query."""
        counts = {
            f"{state}_count": Count("enrollments", filter=Q(enrollments__state=state))
            for state in Enrollment.State.values
        }
        versions: QuerySet[SeriesVersion] = super().get_queryset(request).annotate(**counts)
        return versions.select_related("series")

    @admin.display(description="Timeline")
    def timeline(self, version: SeriesVersion) -> SafeString:
        """Link to its live numbers."""
        address = reverse("admin:bonus_timeline", args=[version.pk])
        return format_html('<a class="text-primary-600 underline" href="{}">Numbers</a>', address)

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

    list_display = (
        *("subject", "version", "order", "kind", "delay_days"),
        *("paused", "open_count", "sent_count"),
    )
    list_filter = ("version", "kind")
    search_fields = ("key", "subject")
    fields = (
        "version",
        ("order", "key", "kind"),
        ("delay_days", "delay_hours", "late_days"),
        ("local_hour", "until_hour", "skip_weekdays"),
        "rules",
        "subject",
        "preview",
        "heading",
        "body",
        "video",
        "call_to_action",
        "mail",
        "text_part",
    )
    readonly_fields = ("mail", "text_part", "rules")
    actions = ("pause", "resume")
    actions_detail = ("send_to_me",)

    def has_brake_permission(self, request: HttpRequest) -> bool:
        """Whoever may change series."""
        return request.user.has_perm("bonus.change_series")

    @admin.action(description="Pause: who waits for it stays there", permissions=["brake"])
    def pause(self, request: HttpRequest, chosen: QuerySet[Step]) -> None:
        """Hold back the chosen steps, in every edition."""
        for step in chosen:
            StepPause.pause(step, timezone.now())
        self.message_user(request, "Paused, in every edition.", messages.SUCCESS)

    @admin.action(description="Resume: let it leave again", permissions=["brake"])
    def resume(self, request: HttpRequest, chosen: QuerySet[Step]) -> None:
        """Let the chosen steps leave again."""
        for step in chosen:
            StepPause.resume(step)
        self.message_user(request, "Resumed.", messages.SUCCESS)

    @admin.display(description="Conditions")
    def rules(self, step: Step) -> str:
        """Say the conditions as editors write them."""
        return linebreaksbr(condition_lines.write(step.conditions)) or "None"

    @admin.display(description="Paused", boolean=True)
    def paused(self, step: Any) -> bool:
        """Whether the step is held back."""
        return bool(step.is_paused)

    @action(description="Send it to me", url_path="send-to-me", icon="outgoing_mail")
    def send_to_me(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask, and at the press of the button send this mail to whoever pressed it."""
        step = self.get_object(request, str(object_id))
        if step is None or not self.has_view_permission(request, step):
            raise Http404
        address = cast(User, request.user).email
        if request.method != "POST":
            context = {
                **self.admin_site.each_context(request),
                "title": "Send it to me",
                "opts": self.opts,
                "original": step,
                "address": address,
            }
            return render(request, "admin/bonus/send_to_me.html", context)
        message = compose.sample(step)
        message.to = [address]
        message.extra_headers["Message-ID"] = make_msgid(domain=domain())
        with Transport() as transport:
            outcome = transport.send(message)
        sent = outcome.verdict == "accepted"
        said = f"Sent to {message.to[0]}." if sent else f"Not sent: {outcome.reason}"
        self.message_user(request, said, messages.SUCCESS if sent else messages.ERROR)
        return redirect("admin:bonus_step_change", object_id)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Step]:
        """Count the mails of each step in the same query."""
        counted: QuerySet[Step] = (
            super()
            .get_queryset(request)
            .annotate(
                is_paused=Exists(
                    StepPause.objects.filter(
                        series=OuterRef("version__series"), key=OuterRef("key")
                    )
                ),
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
        link = '<a class="text-primary-600 underline" href="{}">Look at it</a>, or as '
        link += '<a class="text-primary-600 underline" href="{}">any subscriber gets it</a>'
        return format_html(link, address, reverse("admin:bonus_preview", args=[step.pk]))

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
