"""Addresses."""

from django.urls import path

from training.views import assessments, data, imports, log, progress, runs, strength, workouts

app_name = "training"

urlpatterns = [
    path("", log.log, name="log"),
    path("workouts/new/", workouts.workout_new, name="workout_new"),
    path("workouts/<uuid:pk>/", workouts.workout, name="workout"),
    path("workouts/<uuid:pk>/edit/", workouts.workout_edit, name="workout_edit"),
    path("workouts/<uuid:pk>/delete/", workouts.workout_delete, name="workout_delete"),
    path("workouts/<uuid:pk>/restore/", workouts.workout_restore, name="workout_restore"),
    path("runs/new/", runs.run_new, name="run_new"),
    path("runs/import/", imports.import_new, name="run_import_new"),
    path("runs/import/<uuid:pk>/", imports.import_show, name="run_import"),
    path("runs/<uuid:pk>/edit/", runs.run_edit, name="run_edit"),
    path("runs/<uuid:pk>/delete/", runs.run_delete, name="run_delete"),
    path("runs/<uuid:pk>/restore/", runs.run_restore, name="run_restore"),
    path("checks/", assessments.checks, name="checks"),
    path("checks/new/", assessments.check_new, name="hipcheck_new"),
    path("checks/<uuid:pk>/", assessments.check, name="hipcheck"),
    path("checks/<uuid:pk>/delete/", assessments.check_delete, name="hipcheck_delete"),
    path("checks/<uuid:pk>/restore/", assessments.check_restore, name="hipcheck_restore"),
    path("checks/<uuid:pk>/<slug:slug>/", assessments.assessment, name="assessment"),
    path("progress/", progress.progress, name="progress"),
    path("progress/<slug:key>.csv", progress.progress_table, name="progress_table"),
    path("data/", data.data, name="data"),
    path("data/everything.zip", data.data_file, name="data_file"),
    path("strength/import/", strength.strength_new, name="strength_new"),
    path("strength/import/<uuid:pk>/", strength.strength, name="strength"),
    path("strength/import/<uuid:pk>/columns/", strength.strength_columns, name="strength_columns"),
    path("strength/import/<uuid:pk>/write/", strength.strength_write, name="strength_write"),
    path("safety/", assessments.safety, name="safety"),
    path("safety/clear/", assessments.safety_clear, name="safety_clear"),
    path("pain/delete/", log.pain_delete, name="pain_delete"),
]
