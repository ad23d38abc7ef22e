"""The training app."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """The runner's log."""

    name = "training"
    verbose_name = "Training"
    default_auto_field = "django.db.models.BigAutoField"
