"""Addresses of the account pages that are ours."""

from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("second-step/", views.second_step, name="second_step"),
    path("profile/", views.profile, name="profile"),
]
