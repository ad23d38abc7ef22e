"""Addresses of the library."""

from django.urls import include, path

from exercises import handouts, pictures, views

app_name = "exercises"
urlpatterns = [
    path("exercises/", views.exercise_list, name="list"),
    path("exercises/sheet/", handouts.sheet, name="sheet"),
    path("exercises/<slug:slug>/", views.detail, name="detail"),
    path("exercises/<slug:slug>/picture-<slug:mark>.png", pictures.picture, name="picture"),
    path("lists/", include("exercises.lists.urls")),
    path("articles/", views.article_list, name="article_list"),
    path("articles/<slug:slug>/", views.article, name="article"),
]
