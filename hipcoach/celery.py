"""The Celery application and the whole beat schedule.

The schedule stands here and not in the database, so that a deployment's timing is its code's.
"""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hipcoach.settings")

app = Celery("hipcoach")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(
    ["exercises.film", "exercises.media", "exercises.port", "bonus.port", "training.imports"]
)

app.conf.beat_schedule = {
    "send-due-mail": {
        "task": "bonus.tasks.send_due",
        "schedule": 20.0,
        # A tick that waited longer is worth less than the next one.
        "options": {"expires": 15},
    },
    "flush-visits": {
        "task": "bonus.tasks.flush_visits",
        "schedule": 300.0,
        "options": {"expires": 240},
    },
    "publish-scheduled-works": {
        "task": "exercises.tasks.publish_due",
        "schedule": 15.0,
        "options": {"expires": 10},
    },
    "resume-imports": {
        "task": "exercises.port.resume",
        "schedule": 15.0,
        "options": {"expires": 10},
    },
    "purge-imports": {
        "task": "exercises.port.purge",
        "schedule": crontab(hour="3", minute="37"),
    },
    "resume-subscriber-imports": {
        "task": "bonus.port.resume",
        "schedule": 15.0,
        "options": {"expires": 10},
    },
    "purge-subscriber-imports": {
        "task": "bonus.port.purge",
        "schedule": crontab(hour="3", minute="57"),
    },
    "send-account-letters": {
        "task": "accounts.tasks.send_letters",
        "schedule": 20.0,
        "options": {"expires": 15},
    },
    "make-data-exports": {
        "task": "accounts.tasks.make_exports",
        "schedule": 30.0,
        "options": {"expires": 25},
    },
    "purge-data-exports": {
        "task": "accounts.tasks.purge_exports",
        "schedule": crontab(hour="3", minute="57"),
    },
    "erase-accounts": {
        "task": "accounts.tasks.erase_due",
        "schedule": crontab(minute="11"),
    },
    "purge-account-letters": {
        "task": "accounts.tasks.purge_letters",
        "schedule": crontab(hour="3", minute="7"),
    },
    "prune-missed-searches": {
        "task": "exercises.tasks.prune_missed_searches",
        "schedule": crontab(hour="3", minute="37"),
    },
    "forget-ended-sessions": {
        "task": "hipcoach.tasks.forget_ended_sessions",
        "schedule": crontab(hour="3", minute="27"),
    },
    "resume-media": {
        "task": "exercises.media.tasks.resume",
        "schedule": 30.0,
        "options": {"expires": 25},
    },
    "resume-films": {
        "task": "exercises.film.tasks.resume",
        "schedule": 30.0,
        "options": {"expires": 25},
    },
    "clean-films": {
        "task": "exercises.film.tasks.clean",
        "schedule": crontab(hour="3", minute="47"),
    },
    "clean-media": {
        "task": "exercises.media.tasks.clean",
        "schedule": crontab(hour="3", minute="37"),
    },
    "remind-runners": {
        "task": "training.tasks.remind_runners",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 300},
    },
    "resume-run-imports": {
        "task": "training.imports.resume",
        "schedule": 15.0,
        "options": {"expires": 10},
    },
    "purge-run-imports": {
        "task": "training.imports.purge",
        "schedule": crontab(hour="3", minute="37"),
    },
    "purge-deleted-training": {
        "task": "training.tasks.purge_deleted",
        "schedule": crontab(hour="3", minute="17"),
    },
}
