"""Addresses of the library."""

from django.urls import path

from exercises import views

app_name = "exercises"
urlpatterns = [
    path("exercises/", views.exercise_list, name="list"),
    path("exercises/<slug:slug>/", views.detail, name="detail"),
    path("programs/", views.program_list, name="program_list"),
    path("programs/<slug:slug>/", views.program, name="program"),
    path("articles/", views.article_list, name="article_list"),
    path("articles/<slug:slug>/", views.article, name="article"),
]
