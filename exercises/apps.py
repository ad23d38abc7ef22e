"""The exercises app."""

from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    """The library."""

    name = "exercises"
    verbose_name = "Library"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the admin page that does not stand in admin.py."""
        from exercises import admin_searches  # noqa: F401
