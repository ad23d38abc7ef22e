"""Addresses of the bonus mail."""

from django.urls import path

from bonus import preference_pages, views, watch_pages

app_name = "bonus"

urlpatterns = [
    path("", views.signup, name="signup"),
    path("puzzle/", views.puzzle, name="puzzle"),
    path("join/", views.join, name="join"),
    path("mine/", preference_pages.mine, name="mine"),
    path("preferences/<str:token>/", preference_pages.preferences, name="preferences"),
    path("preferences/<str:token>/erase/", preference_pages.erase, name="erase"),
    path("preferences/<str:token>/resume/", preference_pages.resume, name="resume"),
    path("move/<str:token>/", preference_pages.move, name="move"),
    path("sent/", views.sent, name="sent"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("renew/<str:token>/", views.renew, name="renew"),
    path("stop/<str:token>/", views.stop, name="stop"),
    path("watch/<slug:video>/", watch_pages.watch, name="watch"),
    path("watch/<slug:video>/click/", watch_pages.click, name="click"),
    path("watch/<slug:video>/progress/", watch_pages.progress, name="progress"),
]
