"""The bonus app."""

from django.apps import AppConfig
from django.db.models.signals import pre_delete


class BonusConfig(AppConfig):
    """The free bonus videos by mail."""

    name = "bonus"
    verbose_name = "Bonus mail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let an account take its subscription along, and hear what mail providers report."""
        from anymail.signals import tracking

        from accounts.models import User
        from bonus import people, webhooks

        pre_delete.connect(people.forget_with, sender=User, dispatch_uid="bonus.forget")
        tracking.connect(webhooks.hear, dispatch_uid="bonus.hear")
