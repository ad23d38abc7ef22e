"""The house's Celery application with a quick tick: what beat runs in these rounds."""

from hipcoach.celery import app

__all__ = ["app"]

app.conf.beat_schedule = {"send-due-mail": {"task": "bonus.tasks.send_due", "schedule": 0.5}}
