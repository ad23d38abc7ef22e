"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The person."""

    name = "accounts"
    verbose_name = "People"
    default_auto_field = "django.db.models.BigAutoField"
