"""Addresses of favorites and lists."""

from django.urls import path

from exercises.lists import keeping, views

app_name = "lists"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("favorites/<slug:slug>/add/", keeping.star, name="star"),
    path("favorites/<slug:slug>/remove/", keeping.unstar, name="unstar"),
    path("add/<slug:slug>/", keeping.choose, name="choose"),
    path("add/<slug:slug>/new/", keeping.add_to_new, name="add_to_new"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/rename/", views.rename, name="rename"),
    path("<int:pk>/delete/", views.delete, name="delete"),
    path("<int:pk>/sheet/", views.sheet, name="sheet"),
    path("<int:pk>/<slug:slug>/add/", keeping.add, name="add"),
    path("<int:pk>/<slug:slug>/remove/", keeping.remove, name="remove"),
    path("<int:pk>/<slug:slug>/<slug:way>/", keeping.move, name="move"),
]
