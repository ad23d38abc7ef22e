"""Addresses."""

from django.urls import path

from training import views

app_name = "training"

urlpatterns = [
    path("", views.log, name="log"),
    path("workouts/new/", views.workout_new, name="workout_new"),
    path("workouts/<uuid:pk>/", views.workout, name="workout"),
    path("workouts/<uuid:pk>/edit/", views.workout_edit, name="workout_edit"),
    path("workouts/<uuid:pk>/delete/", views.workout_delete, name="workout_delete"),
    path("workouts/<uuid:pk>/restore/", views.workout_restore, name="workout_restore"),
    path("pain/delete/", views.pain_delete, name="pain_delete"),
]
