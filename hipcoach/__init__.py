"""The project: settings, URLs, Celery with the whole beat schedule, health and the home page."""

from hipcoach.celery import app as celery_app

__all__ = ["celery_app"]
