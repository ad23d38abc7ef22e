"""The project as a Django application, and its admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class HipCoachConfig(AppConfig):
    """The project itself: home page, health, commands, template tags."""

    name = "hipcoach"


class HipCoachAdminConfig(AdminConfig):
    """The admin, on unfold and behind allauth's sign-in."""

    default_site = "hipcoach.admin.HipCoachAdminSite"
