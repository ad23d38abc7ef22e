"""The project as a Django application, and its admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class HipCoachConfig(AppConfig):
    """The project itself: home page, health, commands, template tags."""

    name = "hipcoach"

    def ready(self) -> None:
        """Put the signup of the upper floor into the articles of the lower one."""
        from bonus.forms import SignupForm
        from exercises import signup

        signup.register(SignupForm)


class HipCoachAdminConfig(AdminConfig):
    """The admin, on unfold and behind allauth's sign-in."""

    default_site = "hipcoach.admin.HipCoachAdminSite"
