"""django-post-office, the peer, in an environment of its own: bench/bonus_mail.py --peer runs this.

    PORT=2525 DATABASE_URL=... HTML=file python bench/peer.py 5000

Queues so many mails of a template with a personal part, rendered when they leave, and sends them
with two processes. Prints mails a second for both together.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

PROCESSES = 2
PARTS = urlsplit(os.environ["DATABASE_URL"])
SMTP = {"host": "127.0.0.1", "port": int(os.environ["PORT"])}
settings.configure(
    SECRET_KEY="measured-and-never-served",  # noqa: S106 - serves nobody
    INSTALLED_APPS=["django.contrib.contenttypes", "post_office"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "template1",
            "USER": PARTS.username,
            "HOST": unquote(PARTS.hostname or ""),
        }
    },
    MAILERS={
        "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": SMTP}
    },
    TEMPLATES=[
        {"BACKEND": "django.template.backends.django.DjangoTemplates"},
        {
            "BACKEND": "post_office.template.backends.post_office.PostOfficeTemplates",
            "APP_DIRS": True,
            "NAME": "post_office",
            "OPTIONS": {"context_processors": []},
        },
    ],
    POST_OFFICE={"BATCH_SIZE": 1000, "THREADS_PER_PROCESS": 1, "LOG_LEVEL": 0},
    USE_TZ=True,
    LOGGING_CONFIG=None,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()


def main() -> None:
    """Queue and send."""
    from post_office import mail
    from post_office.models import EmailTemplate

    call_command("migrate", verbosity=0)
    html = Path(os.environ["HTML"]).read_text()
    template = EmailTemplate.objects.create(
        name="step", subject="Hello", content="Hello {{ name }}", html_content=html
    )
    began = time.perf_counter()
    for number in range(int(sys.argv[1])):
        mail.send(
            f"reader-{number}@domain.example",
            "coach@hipcoach.example",
            template=template,
            context={"name": f"Kim {number}"},
            render_on_delivery=True,
        )
    queued = time.perf_counter()
    sent = 0
    while count := mail.send_queued(processes=PROCESSES)[0]:
        sent += count
        connection.close()  # its processes have inherited and ended it
    ended = time.perf_counter()
    print(f"{sent} sent, {sent / (ended - began):.0f} a second", end=" ")
    print(f"({sent / (ended - queued):.0f} when queued already)", flush=True)


if __name__ == "__main__":
    main()
