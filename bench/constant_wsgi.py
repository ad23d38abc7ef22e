"""The WSGI application with the constant page of `bench.constant`."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.ROOT_URLCONF = "bench.constant"
application = get_wsgi_application()
