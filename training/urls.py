"""Addresses."""

from django.urls import path

from training.views import log, runs, workouts

app_name = "training"

urlpatterns = [
    path("", log.log, name="log"),
    path("workouts/new/", workouts.workout_new, name="workout_new"),
    path("workouts/<uuid:pk>/", workouts.workout, name="workout"),
    path("workouts/<uuid:pk>/edit/", workouts.workout_edit, name="workout_edit"),
    path("workouts/<uuid:pk>/delete/", workouts.workout_delete, name="workout_delete"),
    path("workouts/<uuid:pk>/restore/", workouts.workout_restore, name="workout_restore"),
    path("runs/new/", runs.run_new, name="run_new"),
    path("runs/<uuid:pk>/edit/", runs.run_edit, name="run_edit"),
    path("runs/<uuid:pk>/delete/", runs.run_delete, name="run_delete"),
    path("runs/<uuid:pk>/restore/", runs.run_restore, name="run_restore"),
    path("pain/delete/", log.pain_delete, name="pain_delete"),
]
