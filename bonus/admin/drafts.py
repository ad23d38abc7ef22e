"""Writing the next edition of a series: the draft, its mails, and the page that publishes it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import TextField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin, StackedInline
from unfold.decorators import action
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from accounts import facts
from bonus import condition_lines, conditions, drafting
from bonus.editions import StaleDraftError
from bonus.models import DraftStep, SeriesDraft, Step
from bonus.models.drafts import CONTENT
from bonus.schedule import WEEKDAYS

PUBLISH = "bonus.change_series"


class DraftStepForm(forms.ModelForm[DraftStep]):
    """One mail of a draft; conditions are written in lines."""

    skip_weekdays = forms.MultipleChoiceField(
        choices=[(day, day.capitalize()) for day in WEEKDAYS],
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="Weekdays on which it never leaves.",
    )
    conditions = forms.CharField(
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=(
            "One on a line, the first that holds decides: “skip if NAME”, “wait 3 days if NAME”, "
            "“wait 3 days, then skip, if NAME”, “branch to STEP if NAME”; “not NAME” is the "
            "opposite, “and” joins. The names stand at the top of the page."
        ),
    )

    class Meta:
        model = DraftStep
        fields = CONTENT

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.initial.get("conditions"), list):
            self.initial["conditions"] = condition_lines.write(self.initial["conditions"])

    def clean_conditions(self) -> list[dict[str, Any]]:
        """Return the conditions that the lines say."""
        return condition_lines.read(self.cleaned_data["conditions"])


class DraftStepInline(StackedInline):
    """The mails of the draft, in order."""

    model = DraftStep
    form = DraftStepForm
    extra = 0
    ordering = ("order", "pk")
    formfield_overrides = {TextField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 12})}}
    fieldsets = (
        (None, {"fields": (("order", "key", "kind"), "video")}),
        (
            "When",
            {
                "fields": (
                    ("delay_days", "delay_hours", "late_days"),
                    ("local_hour", "until_hour"),
                    "skip_weekdays",
                    "conditions",
                )
            },
        ),
        ("Words", {"fields": ("subject", "preview", "heading", "body", "call_to_action", "look")}),
    )
    readonly_fields = ("look",)

    @admin.display(description="The mail as saved")
    def look(self, step: DraftStep) -> str | SafeString:
        """Link to the mail as a made-up reader would get it."""
        if step._state.adding:
            return "Save first."
        address = reverse("admin:bonus_seriesdraft_preview", args=[step.draft_id, step.key])
        return format_html(
            '<a class="text-primary-600 underline" href="{}">Look at it</a>', address
        )


class DraftForm(forms.ModelForm[SeriesDraft]):
    """What holds for all mails of a draft."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = [("", "---------")]
        known = sorted(conditions.known().items())
        goals = told + [(name, f"{name}: the reader {says}") for name, says in known]
        holds = told + [
            (name, f"{name}: the reader {facts.known()[name].says}")
            for name, _ in known
            if name in facts.known()
        ]
        for name, choices in (("goal", goals), ("hold_when", holds)):
            if name in self.fields:
                self.fields[name].widget = UnfoldAdminSelectWidget(choices=choices)


@admin.register(SeriesDraft)
class SeriesDraftAdmin(ModelAdmin):
    """Drafts; one for each series, begun from the list of series."""

    form = DraftForm
    inlines = (DraftStepInline,)
    list_display = ("series", "based_on", "begun_at")
    fields = ("based_on", "begun_at", "names", "gap_hours", "goal", ("hold_when", "hold_step"))
    readonly_fields = ("based_on", "begun_at", "names")
    actions_detail = ("publish_page",)
    warn_unsaved_form = True

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A draft begins from an edition: see the list of series."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add the page of a mail as it would look."""
        view = self.admin_site.admin_view(self.preview_page)
        mine = path("<int:pk>/mail/<slug:key>/", view, name="bonus_seriesdraft_preview")
        urls: list[URLPattern] = [mine, *super().get_urls()]
        return urls

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the mails too, and say at once what would stop the draft from being published."""
        super().save_related(request, form, formsets, change)
        for problem in drafting.problems(form.instance):
            self.message_user(request, f"Not ready: {problem}", messages.WARNING)

    @admin.display(description="Conditions")
    def names(self, draft: SeriesDraft) -> str:
        """List the names that conditions may use."""
        return "; ".join(f"{name}: the reader {says}" for name, says in conditions.known().items())

    def preview_page(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        """The HTML part of a draft's mail, to a made-up reader."""
        draft = self._draft(request, pk)
        try:
            message = drafting.sample(draft, key, timezone.now())
        except Step.DoesNotExist as error:
            raise Http404 from error
        except ValidationError as error:
            return HttpResponse("\n".join(error.messages), content_type="text/plain", status=422)
        return HttpResponse(str(message.alternatives[0][0]))

    @action(description="Check and publish", url_path="publish", icon="publish")
    def publish_page(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Say how many people each change touches; the button publishes just that."""
        draft, now = self._draft(request, object_id), timezone.now()
        may = request.user.has_perm(PUBLISH)
        if request.method == "POST":
            if not may:
                raise PermissionDenied
            return self._publish(request, draft)
        problems = drafting.problems(draft)
        context = {
            **self.admin_site.each_context(request),
            "title": "Check and publish",
            "opts": self.opts,
            "original": draft,
            "problems": problems,
            "changes": [] if problems else drafting.changes(draft, now),
            "mark": drafting.mark(draft),
            "may_publish": may and not problems,
        }
        return render(request, "admin/bonus/publish.html", context)

    def _publish(self, request: HttpRequest, draft: SeriesDraft) -> HttpResponse:
        try:
            version = drafting.publish(draft, request.POST.get("mark", ""), timezone.now())
        except (StaleDraftError, ValidationError):
            said = "Not published: something changed since you looked. Look at it once more."
            self.message_user(request, said, messages.ERROR)
            return redirect("admin:bonus_seriesdraft_publish_page", draft.pk)
        self.message_user(request, f"{version} is published.", messages.SUCCESS)
        return redirect("admin:bonus_seriesversion_change", version.pk)

    def _draft(self, request: HttpRequest, pk: int) -> SeriesDraft:
        draft: SeriesDraft | None = self.get_object(request, str(pk))
        if draft is None or not self.has_change_permission(request, draft):
            raise Http404
        return draft
