"""The bonus app."""

from django.apps import AppConfig


class BonusConfig(AppConfig):
    """The free bonus videos by mail."""

    name = "bonus"
    verbose_name = "Bonus mail"
    default_auto_field = "django.db.models.BigAutoField"
