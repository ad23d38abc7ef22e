"""The training app."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """The runner's log."""

    name = "training"
    verbose_name = "Training"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what logs name, what is held about a runner, and what logs tell of people."""
        from accounts import privacy, profile
        from exercises.references import Reference, register
        from training import facts, holdings, mails, references
        from training.forms.profile import ProfilePart

        facts.tell()
        register(Reference("logged sets", references.say, references.move))
        privacy.register(holdings.LOG)
        profile.add_section(profile.Section("training", "Units and reminder", ProfilePart))
        profile.add_mail(mails.REMINDER)
