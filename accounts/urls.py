"""Addresses of the account pages that are ours."""

from django.urls import path

from accounts import privacy_pages as privacy
from accounts import safety_pages as safety
from accounts import support_pages as support
from accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("privacy/", privacy.holdings, name="privacy"),
    path("privacy/export/", privacy.export, name="export"),
    path("privacy/export/<uuid:pk>/", privacy.download, name="download"),
    path("privacy/erase/", privacy.erase, name="erase"),
    path("privacy/erase/cancel/", privacy.erase_cancel_mine, name="erase_cancel_mine"),
    path("privacy/erase/cancel/<str:token>/", privacy.erase_cancel, name="erase_cancel"),
    path("second-step/", views.second_step, name="second_step"),
    path("not-me/<str:token>/", safety.not_me, name="not_me"),
    path("support/", support.support, name="support"),
    path("support/end/", support.support_end, name="support_end"),
    path("profile/", views.profile, name="profile"),
]
