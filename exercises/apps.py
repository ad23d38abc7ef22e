"""The exercises app."""

from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    """The library."""

    name = "exercises"
    verbose_name = "Library"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring in the admin of the programs, which stands in a module of its own."""
        from exercises import admin_programs  # noqa: F401
