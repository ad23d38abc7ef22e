"""The bonus app."""

from django.apps import AppConfig
from django.db.models.signals import pre_delete


class BonusConfig(AppConfig):
    """The free bonus videos by mail."""

    name = "bonus"
    verbose_name = "Bonus mail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let an account take its subscription along, and hear what mail providers report.

        The signal is for accounts that are deleted in the admin; an erasure asks the holding.
        """
        from anymail.signals import tracking

        from accounts import privacy, profile
        from accounts.models import User
        from bonus import holdings, kinds, people, webhooks

        privacy.register(holdings.MAIL)
        profile.add_mail(kinds.SERIES)
        pre_delete.connect(people.forget_with, sender=User, dispatch_uid="bonus.forget")
        tracking.connect(webhooks.hear, dispatch_uid="bonus.hear")
