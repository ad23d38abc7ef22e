"""The exercises app."""

from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    """The library."""

    name = "exercises"
    verbose_name = "Library"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring in the admin pages of other modules, and say what names an exercise."""
        from exercises import admin_programs, admin_searches  # noqa: F401  (importing registers)
        from exercises.lists import references as lists
        from exercises.media import references as media
        from exercises.references import Reference, register

        register(Reference("media", media.say, media.move))
        register(Reference("lists", lists.say, lists.move))
