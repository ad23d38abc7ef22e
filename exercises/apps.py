"""The exercises app."""

from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    """The library."""

    name = "exercises"
    verbose_name = "Library"
    default_auto_field = "django.db.models.BigAutoField"
