"""Every address of the site."""

from django.conf import settings
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from hipcoach import health, installing, views
from hipcoach.sitemaps import SITEMAPS

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("exercises.urls")),
    path("bonus/", include("bonus.urls")),
    path("training/", include("training.urls")),
    path("accounts/", include("allauth.urls")),
    path("accounts/", include("accounts.urls")),
    path("privacy/", views.privacy, name="privacy"),
    path("theme/", views.theme, name="theme"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("sw.js", installing.service_worker, name="service_worker"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("offline/", installing.offline, name="offline"),
    path("healthz", health.healthz, name="healthz"),
    path("admin/", admin.site.urls),
]
if settings.ANYMAIL.get("WEBHOOK_SECRET"):
    urlpatterns.append(path("anymail/", include("anymail.urls")))
if settings.HAS_MAILBOX:
    urlpatterns.append(path("mailbox/", include("django_mail_preview.urls")))
