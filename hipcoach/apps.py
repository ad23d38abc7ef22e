"""The project as a Django application, and its admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class HipCoachConfig(AppConfig):
    """The project itself: home page, health, commands, template tags."""

    name = "hipcoach"

    def ready(self) -> None:
        """Let the rooms hear of each other: the signup in articles, workouts in the funnel."""
        from bonus import funnel
        from bonus.forms import SignupForm
        from exercises import signup
        from training.models import Workout

        signup.register(SignupForm)
        funnel.register(
            "Logged a workout", lambda: Workout.objects.filter(deleted_at=None).values("runner")
        )


class HipCoachAdminConfig(AdminConfig):
    """The admin, on unfold and behind allauth's sign-in."""

    default_site = "hipcoach.admin.HipCoachAdminSite"

    def ready(self) -> None:
        """Find every app's admin, then take out allauth's: they show secrets and edit sign-in."""
        super().ready()
        from allauth.account.models import EmailAddress
        from allauth.mfa.models import Authenticator
        from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
        from allauth.usersessions.models import UserSession
        from django.contrib import admin

        for model in (
            EmailAddress,
            Authenticator,
            UserSession,
            SocialAccount,
            SocialApp,
            SocialToken,
        ):
            if admin.site.is_registered(model):
                admin.site.unregister(model)
