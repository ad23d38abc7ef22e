"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The person."""

    name = "accounts"
    verbose_name = "People"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is held about a person."""
        from accounts import holdings, privacy

        for holding in (holdings.ACCOUNT, holdings.EDITING):
            privacy.register(holding)
