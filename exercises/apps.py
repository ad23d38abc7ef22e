"""The exercises app."""

from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    """The library."""

    name = "exercises"
    verbose_name = "Library"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring in the admin's other modules; say what names an exercise and what is held."""
        from accounts import privacy
        from exercises import admin_programs, admin_searches, holdings  # noqa: F401  (importing registers)
        from exercises.lists import references as lists
        from exercises.media import references as media
        from exercises.references import Reference, register

        register(Reference("media", media.say, media.move))
        register(Reference("lists", lists.say, lists.move))
        for holding in (holdings.LISTS, holdings.WORK):
            privacy.register(holding)
