"""The pages of a demo copy, filled: what `make shots` photographs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from bonus import links
from bonus.models import Enrollment, Step
from exercises.catalog import get_catalog
from exercises.demo import LIST
from exercises.models import Article, Exercise, ExerciseList, ImportJob, Program
from hipcoach.demo import imports
from hipcoach.demo.people import DOMAIN
from training.models import HipCheck, Run, Workout


@dataclass(frozen=True)
class Page:
    """One page as one person sees it: a visitor, the demo's runner or its editor."""

    who: str
    name: str
    path: str
    status: int = 200
    ready: str = ""
    """A part of the page that its script makes, to be waited for."""


def all_pages() -> list[Page]:
    """Return every kind of page there is, filled from the demo."""
    return [*_visitor_pages(), *_runner_pages(), *_editor_pages()]


def _visitor_pages() -> Iterator[Page]:
    reading = Enrollment.objects.filter(
        subscriber__address__endswith=f"@{DOMAIN}", state="active", deliveries__step__order=3
    ).latest("started_at")
    confirmation = reading.subscriber.deliveries.get(kind="confirm")
    step = reading.version.main_steps()[2]
    for name, path in (
        ("home", reverse("home")),
        ("library", reverse("exercises:list")),
        ("library-filtered", f"{reverse('exercises:list')}?plane=frontal&level=1"),
        ("library-search", f"{reverse('exercises:list')}?q=clam+shell"),
        ("library-empty", f"{reverse('exercises:list')}?q=clam+shell&plane=sagittal&level=5"),
        ("library-pain", f"{reverse('exercises:list')}?q=runners+knee+pain&plane=astral"),
        ("library-nothing", f"{reverse('exercises:list')}?q=trampoline"),
        ("exercise", reverse("exercises:detail", args=["lateral-step-down"])),
        ("exercise-floor", reverse("exercises:detail", args=["clamshell"])),
        ("programs", reverse("exercises:program_list")),
        *(("program-" + slug, reverse("exercises:program", args=[slug])) for slug in _programs()),
        ("sheet", f"{reverse('exercises:sheet')}?exercise=clamshell&exercise=glute-bridge"),
        ("sheet-empty", f"{reverse('exercises:sheet')}?exercise=clam-chowder"),
        ("articles", reverse("exercises:article_list")),
        *(("article-" + slug, reverse("exercises:article", args=[slug])) for slug in _articles()),
        ("privacy", reverse("privacy")),
        ("bonus", reverse("bonus:signup")),
        ("bonus-sent", reverse("bonus:sent")),
        ("bonus-confirm", path_of(links.confirm(confirmation.pk))),
        ("bonus-watch", path_of(links.watch(reading, step.video.slug))),
        ("bonus-stop", path_of(links.stop(reading.subscriber_id))),
        ("bonus-preferences", links.preferences_path(reading.subscriber)),
        ("bonus-erase", f"{links.preferences_path(reading.subscriber)}erase/"),
        ("sign-in", reverse("account_login")),
        ("sign-up", reverse("account_signup")),
        ("sign-up-by-passkey", reverse("account_signup_by_passkey")),
        ("sign-in-by-code", reverse("account_request_login_code")),
        ("password-reset", reverse("account_reset_password")),
        ("password-reset-sent", reverse("account_reset_password_done")),
    ):
        yield Page("visitor", name, path)
    yield Page("visitor", "not-found", "/nowhere/", 404)
    yield Page("visitor", "library-no-exercise", "/exercises/clam-shel/", 404)
    yield Page("visitor", "article-missing", "/articles/planes-of-moton/", 404)
    yield Page("visitor", "program-missing", "/programs/fundation/", 404)
    yield Page("visitor", "bonus-broken-link", reverse("bonus:confirm", args=["broken"]), 404)


def _runner_pages() -> Iterator[Page]:
    workout = Workout.objects.filter(
        runner__email=f"runner@{DOMAIN}", sets__pain_score__gte=3
    ).latest("started_at")
    run = Run.objects.filter(runner__email=f"runner@{DOMAIN}").latest("started_at")
    kept = ExerciseList.objects.get(owner__email=f"runner@{DOMAIN}", name=LIST)
    check = HipCheck.objects.filter(runner__email=f"runner@{DOMAIN}").latest("started_at")
    new = reverse("training:workout_new")
    for name, path in (
        ("today", reverse("training:today")),
        ("today-short", f"{reverse('training:today')}?minutes=20"),
        ("plan", reverse("training:plan")),
        ("plan-days", reverse("training:plan_terms")),
        ("plan-end", reverse("training:plan_drop")),
        ("settings", reverse("training:preferences")),
        ("plan-start", reverse("training:enroll", args=["foundation"])),
        ("log", reverse("training:log")),
        ("workout", reverse("training:workout", args=[workout.pk])),
        ("workout-edit", reverse("training:workout_edit", args=[workout.pk])),
        ("workout-delete", reverse("training:workout_delete", args=[workout.pk])),
        ("workout-new", new),
        ("workout-new-filled", f"{new}?exercise=clamshell&exercise=side-plank"),
        ("progress", reverse("training:progress")),
        ("progress-all", f"{reverse('training:progress')}?range=all&of=exercise-side-plank"),
        ("run-new", reverse("training:run_new")),
        ("strength-import", reverse("training:strength_new")),
        ("data", reverse("training:data")),
        ("run-import", reverse("training:run_import_new")),
        ("run-edit", reverse("training:run_edit", args=[run.pk])),
        ("run-delete", reverse("training:run_delete", args=[run.pk])),
        ("hip-checks", reverse("training:checks")),
        ("hip-check", reverse("training:hipcheck", args=[check.pk])),
        ("hip-check-new", reverse("training:hipcheck_new")),
        ("hip-check-delete", reverse("training:hipcheck_delete", args=[check.pk])),
        *(
            (f"test-{test.slug}", reverse("training:assessment", args=[check.pk, test.slug]))
            for test in check.tests
        ),
        ("safety", reverse("training:safety")),
        ("pain-delete", reverse("training:pain_delete")),
        ("exercise", reverse("exercises:detail", args=["hip-airplane"])),
        ("library", reverse("exercises:list")),
        ("lists", reverse("exercises:lists:index")),
        ("list", reverse("exercises:lists:show", args=[kept.pk])),
        ("list-sheet", reverse("exercises:lists:sheet", args=[kept.pk])),
        ("list-rename", reverse("exercises:lists:rename", args=[kept.pk])),
        ("list-delete", reverse("exercises:lists:delete", args=[kept.pk])),
        ("list-add", reverse("exercises:lists:choose", args=["clamshell"])),
        ("bonus", reverse("bonus:signup")),
        ("account", reverse("accounts:overview")),
        ("profile", reverse("accounts:profile")),
        ("support", reverse("accounts:support")),
        ("email", reverse("account_email")),
        ("password-change", reverse("account_change_password")),
        ("two-factor", reverse("mfa_index")),
        ("passkeys", reverse("mfa_list_webauthn")),
        ("sessions", reverse("usersessions_list")),
        ("what-we-hold", reverse("accounts:privacy")),
        ("reauthenticate", reverse("accounts:erase")),
        ("second-step", reverse("accounts:second_step")),
        ("sign-out", reverse("account_logout")),
    ):
        yield Page("runner", name, path)
    player = reverse("training:player")
    yield Page("runner", "player", player, ready="[data-view] h1")
    yield Page("runner", "player-free", f"{player}?free=1", ready="#find")
    yield Page("runner", "offline", reverse("offline"))
    yield Page("runner", "forbidden", reverse("styleguide"), 403)


def _editor_pages() -> Iterator[Page]:
    exercise = Exercise.objects.get(slug="clamshell")
    article, program = Article.objects.latest("pk"), Program.objects.latest("pk")
    step = Step.objects.filter(kind=Step.Kind.MAIN).latest("pk")
    for name, path in (
        ("styleguide", reverse("styleguide")),
        ("admin", reverse("admin:index")),
        ("admin-exercises", reverse("admin:exercises_exercise_changelist")),
        ("admin-exercise", reverse("admin:exercises_exercise_change", args=[exercise.pk])),
        ("admin-publishing", reverse(exercise.publishing_page, args=[exercise.pk])),
        ("admin-history", reverse("admin:exercises_exercise_history", args=[exercise.pk])),
        ("admin-merge", reverse("admin:exercises_exercise_merge", args=[exercise.pk])),
        ("preview", reverse("exercises:preview", args=["exercise", exercise.pk])),
        ("admin-media", reverse("admin:exercises_media_changelist")),
        ("admin-media-new", reverse("admin:exercises_media_add")),
        ("admin-article", reverse("admin:exercises_article_change", args=[article.pk])),
        ("admin-program", reverse("admin:exercises_program_change", args=[program.pk])),
        ("admin-missed-searches", reverse("admin:exercises_missedsearch_changelist")),
        ("admin-subscribers", reverse("admin:bonus_subscriber_changelist")),
        ("admin-deliveries", reverse("admin:bonus_delivery_changelist")),
        ("admin-timeline", reverse("admin:bonus_timeline", args=[step.version_id])),
        ("admin-preview", reverse("admin:bonus_preview", args=[step.pk])),
        ("admin-stuck", reverse("admin:bonus_stuck")),
        ("admin-funnel", reverse("admin:bonus_funnel")),
        ("admin-deliverability", reverse("admin:bonus_deliverability")),
        ("admin-import-people", reverse("admin:bonus_subscriberimport_add")),
        ("admin-import-upload", reverse("admin:exercises_importjob_add")),
        ("admin-imports", reverse("admin:exercises_importjob_changelist")),
        *(
            (f"admin-import-{said}-{page}", reverse(f"admin:exercises_importjob_{page}", args=[pk]))
            for said, page, pk in _imports()
        ),
        ("mailbox", "/mailbox/"),
    ):
        yield Page("editor", name, path)


def _imports() -> Iterator[tuple[str, str, int]]:
    """Yield what the demo's imports are about, and the pages to look at."""
    for said, pages in (
        ("columns", ["mapping"]),
        ("words", ["words", "change"]),
        ("spring", ["change"]),
    ):
        job = ImportJob.objects.filter(file_name=f"{imports.PREFIX}{said}.json").latest("pk")
        yield from ((said, page, job.pk) for page in pages)


def _articles() -> list[str]:
    return [article.slug for article in get_catalog().articles]


def _programs() -> list[str]:
    return [program.slug for program in get_catalog().programs]


def path_of(link: str) -> str:
    """Return a link of ours without its site."""
    return link.removeprefix(settings.SITE_URL)
