"""Addresses."""

from django.urls import path

from training.views import assessments, log, plans, preferences, runs, today, workouts

app_name = "training"

urlpatterns = [
    path("", log.log, name="log"),
    path("workouts/new/", workouts.workout_new, name="workout_new"),
    path("workouts/<uuid:pk>/", workouts.workout, name="workout"),
    path("workouts/<uuid:pk>/edit/", workouts.workout_edit, name="workout_edit"),
    path("workouts/<uuid:pk>/delete/", workouts.workout_delete, name="workout_delete"),
    path("workouts/<uuid:pk>/restore/", workouts.workout_restore, name="workout_restore"),
    path("workouts/<uuid:pk>/next/", workouts.workout_next, name="workout_next"),
    path("workouts/<uuid:pk>/again/", workouts.workout_repeat, name="workout_repeat"),
    path("runs/new/", runs.run_new, name="run_new"),
    path("runs/<uuid:pk>/edit/", runs.run_edit, name="run_edit"),
    path("runs/<uuid:pk>/delete/", runs.run_delete, name="run_delete"),
    path("runs/<uuid:pk>/restore/", runs.run_restore, name="run_restore"),
    path("checks/", assessments.checks, name="checks"),
    path("checks/new/", assessments.check_new, name="hipcheck_new"),
    path("checks/<uuid:pk>/", assessments.check, name="hipcheck"),
    path("checks/<uuid:pk>/delete/", assessments.check_delete, name="hipcheck_delete"),
    path("checks/<uuid:pk>/restore/", assessments.check_restore, name="hipcheck_restore"),
    path("checks/<uuid:pk>/<slug:slug>/", assessments.assessment, name="assessment"),
    path("safety/", assessments.safety, name="safety"),
    path("safety/clear/", assessments.safety_clear, name="safety_clear"),
    path("today/", today.today, name="today"),
    path("today/morning/", today.morning, name="morning"),
    path("today/skip/", today.skip, name="session_skip"),
    path("today/unskip/", today.unskip, name="session_unskip"),
    path("plan/", plans.plan, name="plan"),
    path("plan/start/<slug:slug>/", plans.enroll, name="enroll"),
    path("plan/days/", plans.terms, name="plan_terms"),
    path("plan/shift/", plans.shift, name="plan_shift"),
    path("plan/pause/", plans.pause, name="plan_pause"),
    path("plan/resume/", plans.resume, name="plan_resume"),
    path("plan/repeat/", plans.repeat, name="plan_repeat"),
    path("plan/end/", plans.drop, name="plan_drop"),
    path("settings/", preferences.preferences, name="preferences"),
    path("settings/calendar/open/", preferences.feed_open, name="feed_open"),
    path("settings/calendar/close/", preferences.feed_close, name="feed_close"),
    path("calendar/<str:key>.ics", preferences.feed, name="feed"),
    path("r/<str:key>/", preferences.reminder_stop, name="reminder_stop"),
    path("pain/delete/", log.pain_delete, name="pain_delete"),
]
