"""The exercises app."""

from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    """The library."""

    name = "exercises"
    verbose_name = "Library"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring in the admin pages that stand in modules of their own."""
        from exercises import admin_programs, admin_searches  # noqa: F401
