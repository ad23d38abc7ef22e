"""Addresses of the library."""

from django.urls import path

from exercises import views
from exercises.media import views as media

app_name = "exercises"
urlpatterns = [
    path("exercises/", views.exercise_list, name="list"),
    path("exercises/<slug:slug>/", views.detail, name="detail"),
    path("articles/", views.article_list, name="article_list"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("media/<str:name>", media.serve, name="media"),
]
