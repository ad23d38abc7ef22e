"""Addresses of the library."""

from django.urls import include, path

from exercises import figure_files, handouts, pictures, views
from exercises.film import views as films
from exercises.media import views as media
from exercises.publishing import preview

app_name = "exercises"
urlpatterns = [
    path("exercises/", views.exercise_list, name="list"),
    path("exercises/sheet/", handouts.sheet, name="sheet"),
    path("preview/<slug:kind>/<int:pk>/", preview.preview, name="preview"),
    path("exercises/<slug:slug>/", views.detail, name="detail"),
    path("exercises/<slug:slug>/picture-<slug:mark>.png", pictures.picture, name="picture"),
    path(
        "figures/<slug:slug>/<slug:mark>/<slug:camera>/<slug:side>/<str:file>",
        figure_files.serve,
        name="figure_file",
    ),
    path("exercises/<str:slug>/", views.missing, name="missing"),
    path("programs/", views.program_list, name="program_list"),
    path("programs/<slug:slug>/", views.program, name="program"),
    path("programs/<str:slug>/", views.missing_program, name="missing_program"),
    path("lists/", include("exercises.lists.urls")),
    path("articles/", views.article_list, name="article_list"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("articles/<str:slug>/", views.missing_article, name="missing_article"),
    path("media/<str:name>", media.serve, name="media"),
    path("films/<slug:slug>/<slug:mark>/<str:name>", films.serve, name="film"),
]
