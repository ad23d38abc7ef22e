"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The person."""

    name = "accounts"
    verbose_name = "People"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is held about a person."""
        from accounts import holdings, privacy, profile
        from accounts.forms import ProfileForm

        for holding in (holdings.ACCOUNT, holdings.EDITING):
            privacy.register(holding)
        profile.add_section(profile.Section("you", "You", ProfileForm.of))
        profile.add_mail(
            profile.MailKind(
                "Your account", lambda user: f"What you ask for, and what changes, to {user.email}."
            )
        )
