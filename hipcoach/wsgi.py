"""The WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hipcoach.settings")

application = get_wsgi_application()

# Only now can apps be imported.
from hipcoach.warm_up import warm_up  # noqa: E402

warm_up()
