"""Addresses of the bonus mail."""

from django.urls import path

from bonus import views

app_name = "bonus"

urlpatterns = [
    path("", views.signup, name="signup"),
    path("sent/", views.sent, name="sent"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("renew/<str:token>/", views.renew, name="renew"),
    path("stop/<str:token>/", views.stop, name="stop"),
    path("watch/<slug:video>/", views.watch, name="watch"),
]
