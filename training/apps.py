"""The training app."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """The runner's log."""

    name = "training"
    verbose_name = "Training"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the library that logs name exercises, and others what logs say about people."""
        from exercises.references import Reference, register
        from training import facts, references

        facts.tell()
        register(Reference("logged sets", references.say, references.move))
