"""The editors' page of a program: its words are theirs, its sessions come from its file."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.template.loader import render_to_string
from unfold.decorators import display

from exercises.models import Program
from exercises.publishing.admin import PUBLICATION, PublicationAdmin
from exercises.publishing.preview import draft_program

STRUCTURE = ("level", "following", "sessions")


@admin.register(Program)
class ProgramAdmin(PublicationAdmin):
    """Programs, in the order of their page."""

    list_display = ("title", "state_label", "level", "position", "updated_at")
    search_fields = ("title", "slug", "goal")
    fieldsets = (
        (None, {"fields": ("title", "slug", "tagline", "goal")}),
        (
            "After and around it",
            {"fields": ("equipment_note", "less_time", "maintenance", "position")},
        ),
        ("Sessions", {"fields": STRUCTURE}),
        PUBLICATION,
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Sequence[str]:
        """Show the sessions, but change them in their file."""
        return (*super().get_readonly_fields(request, obj), *STRUCTURE)

    @display(description="From its file")
    def sessions(self, program: Program) -> str:
        """Write out what the file says."""
        marks = [("Begins with", program.entry_marks), ("Ends with", program.exit_marks)]
        context = {"program": draft_program(program), "marks": marks}
        return render_to_string("admin/exercises/sessions.html", context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: a program begins as a file."""
        return False
