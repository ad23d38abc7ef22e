"""The admin's pages about people: who they are, which roles they have, and what was done.

Nobody acts as somebody else here: a password is chosen by its owner, an address is confirmed by
mail, and neither can be set by an administrator.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.admin import ModelAdmin
from unfold.forms import UserChangeForm, UserCreationForm

from accounts import support
from accounts.models import AuditEntry, SupportConsent, User

admin.site.unregister(Group)


class AdministratorsOnly:
    """Changed by administrators alone, so that no role can give itself more."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may do everything."""
        return bool(request.user.is_active and getattr(request.user, "is_superuser", False))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may do everything."""
        return self.has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may do everything."""
        return self.has_add_permission(request)


@admin.register(User)
class UserAdmin(AdministratorsOnly, DjangoUserAdmin[User], ModelAdmin):
    """People, found by address or name."""

    form = UserChangeForm
    add_form = UserCreationForm
    ordering = ("email",)
    list_display = ("email", "name", "is_staff", "is_active", "date_joined", "last_login")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("email", "name")
    readonly_fields = ("date_joined", "last_login")
    fieldsets = (
        (None, {"fields": ("email", "name", "time_zone")}),
        ("Access", {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        ("Dates", {"fields": ("date_joined", "last_login")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "password1", "password2")}),)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Show the address of somebody who is there already; it is theirs to change."""
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "email") if obj else fields

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002  # Django names it
        form_url: str = "",
    ) -> HttpResponse:
        """Refuse: a reset by mail lets the owner choose."""
        raise Http404("Nobody sets somebody else's password.")


@admin.register(Group)
class GroupAdmin(AdministratorsOnly, DjangoGroupAdmin, ModelAdmin):
    """Roles. Those of hipcoach/roles.py get their own rights back at each start."""


class ReadAlone:
    """Rows that the admin shows and nobody changes there."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds rows here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes rows here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes rows here."""
        return False


@admin.register(SupportConsent)
class SupportConsentAdmin(ReadAlone, ModelAdmin):
    """Logs that their runners have opened to support, now."""

    list_display = ("user", "given_at", "until", "log")
    list_display_links = None
    list_select_related = ("user",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SupportConsent]:
        """Leave out what has ended."""
        return support.open_now(timezone.now()).select_related("user")

    @admin.display(description="Log")
    def log(self, consent: SupportConsent) -> str:
        """Lead to it."""
        address = reverse("training:supported", args=[consent.pk])
        return format_html(
            '<a class="text-primary-600 dark:text-primary-500" href="{}">Look</a>', address
        )


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadAlone, ModelAdmin):
    """What was done with rights, and about whom."""

    list_display = ("at", "who", "did", "about")
    list_filter = ("at",)
    search_fields = ("did", "who__email", "about__email")
    list_select_related = ("who", "about")
