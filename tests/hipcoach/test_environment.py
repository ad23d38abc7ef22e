"""Wrong environments end in one plain sentence that names the variable."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from hipcoach import environment as env
from hipcoach import preflight
from hipcoach.environment import ConfigurationError

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "HIPCOACH_MODE": "production",
    "SECRET_KEY": "long-enough-to-be-a-secret-" * 3,
    "SITE_URL": "https://hipcoach.example",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:1",
    "CONTACT_EMAIL": "hello@hipcoach.example",
    "DEFAULT_FROM_EMAIL": "coach@hipcoach.example",
    "POSTAL_ADDRESS": "1 Example Lane",
}


def start_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, **env: str) -> str:
    """Return the sentence with which a start in this environment ends, or nothing."""
    for name in (
        *PRODUCTION,
        "DEBUG",
        "DATABASE_URL",
        "HIPCOACH_VAR",
        "EMAIL_PROVIDER",
        "LOG_LEVEL",
    ):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HIPCOACH_VAR": str(tmp_path), **env}.items():
        monkeypatch.setenv(name, value)
    try:
        runpy.run_path(str(ROOT / "hipcoach" / "settings.py"))
    except ConfigurationError as error:
        return str(error)
    return ""


def test_a_wrong_start_prints_one_sentence_and_fails(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": os.defpath, "HIPCOACH_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == "SECRET_KEY is not set: a production start needs a long random string.\n"


def test_a_complete_production_environment_starts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert start_error(monkeypatch, tmp_path, **PRODUCTION) == ""


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name != "HIPCOACH_MODE"])
def test_a_production_start_names_the_variable_it_lacks(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    said = start_error(monkeypatch, tmp_path, **{**PRODUCTION, name: ""})

    assert said.startswith(name)
    assert "\n" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "true"),
        ("DEBUG", "perhaps"),
        ("SECRET_KEY", "short"),
        ("DATABASE_URL", "mysql://host/name"),
        ("DATABASE_URL", "postgres://host:port/name"),
        ("DATABASE_URL", "postgres://host"),
        ("DATABASE_URL", "nonsense"),
        ("REDIS_URL", "http://host"),
        ("REDIS_URL", "redis://host:many"),
        ("REDIS_URL", "redis://host/first"),
        ("EMAIL_URL", "imap://host"),
        ("EMAIL_URL", "smtp://"),
        ("EMAIL_URL", "smtp://mail.example?timeout=soon"),
        ("EMAIL_URL", "smtp://mail.example?timeout=0"),
        ("HIPCOACH_MODE", "prod"),
        ("LOG_LEVEL", "banana"),
        ("SITE_URL", "hipcoach.example"),
        ("SITE_URL", "http://"),
        ("EMAIL_PROVIDER", "nosuch"),
        ("DEFAULT_FROM_EMAIL", "garbage"),
        ("CONTACT_EMAIL", "garbage"),
        ("HIPCOACH_VAR", "/dev/null/var"),
    ],
)
def test_a_wrong_value_names_its_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    said = start_error(monkeypatch, tmp_path, **{**PRODUCTION, name: value})

    assert said.startswith(name)
    assert "\n" not in said


def test_a_unix_socket_reaches_both_celery_and_the_cache() -> None:
    url = "unix:///tmp/here/valkey.sock?db=0"

    assert env.celery_url(url) == "redis+socket:///tmp/here/valkey.sock?virtual_host=0"
    assert env.redis_database(url, 1) == "unix:///tmp/here/valkey.sock?db=1"


def test_the_cache_takes_the_database_after_the_broker() -> None:
    assert env.redis_database("redis://host:6379/2", 1) == "redis://host:6379/3"
    assert env.redis_database("rediss://user:pw@host", 1) == "rediss://user:pw@host/1"


def test_postgres_reads_a_persons_rows_with_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://me@host/house")
    options = env.database(Path("unused"))["OPTIONS"]["options"]
    assert "max_parallel_workers_per_gather=0" in options
    monkeypatch.setenv("DATABASE_URL", "postgres://me@host/house?options=-c%20jit%3Don")
    assert env.database(Path("unused"))["OPTIONS"]["options"] == "-c jit=on"


def test_a_postgres_socket_folder_is_a_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://me@%2Fvar%2Frun/house")

    assert env.database(Path("unused"))["HOST"] == "/var/run"


def test_mail_goes_to_the_server_that_the_url_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", "smtp://me%40x:p%3Aw@mail.example:587?tls=1&timeout=7")

    options = env.mailer()["OPTIONS"]

    assert (options["host"], options["port"]) == ("mail.example", 587)
    assert (options["username"], options["password"]) == ("me@x", "p:w")
    assert options["use_tls"] and not options["use_ssl"]
    assert options["timeout"] == 7


def test_a_mail_provider_is_reached_through_anymail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_PROVIDER", "postmark")
    monkeypatch.setenv("ANYMAIL_POSTMARK_SERVER_TOKEN", "token")

    assert env.mailer() == {"BACKEND": "anymail.backends.postmark.EmailBackend"}
    assert env.anymail()["POSTMARK_SERVER_TOKEN"] == "token"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SEND_RATE", "10", "SEND_RATE must look like 10/s"),
        ("SEND_RATE", "0/s", "SEND_RATE must look like 10/s"),
        ("SEND_RATE", "5/week", "SEND_RATE must look like 10/s"),
        ("WARMUP_PLAN", "50,many", "WARMUP_PLAN must be whole numbers"),
        ("WARMUP_PLAN", "50,100", "WARMUP_START is not set"),
        ("WARMUP_START", "soon", "WARMUP_START must be a day"),
        ("DKIM_SELECTOR", "s1", "DKIM_DOMAIN is not set"),
    ],
)
def test_a_wrong_pace_or_signature_names_its_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    monkeypatch.delenv("WARMUP_START", raising=False)
    found = start_error(monkeypatch, tmp_path, HIPCOACH_MODE="test", **{name: value})
    assert found.startswith(sentence)


@pytest.mark.parametrize(
    ("value", "per_second"), [("10/s", 10), ("600/m", 10), ("7200/h", 2), ("", 0)]
)
def test_a_rate_is_mails_a_second(
    monkeypatch: pytest.MonkeyPatch, value: str, per_second: float
) -> None:
    monkeypatch.setenv("SEND_RATE", value)
    assert env.rate("SEND_RATE") == per_second


def test_a_key_file_must_be_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    words = {"DKIM_SELECTOR": "s1", "DKIM_DOMAIN": "mail.example"}
    missing = {**words, "DKIM_KEY": str(tmp_path / "none.pem")}
    found = start_error(monkeypatch, tmp_path, HIPCOACH_MODE="test", **missing)
    assert found.startswith("DKIM_KEY cannot be read")
    strange = {**missing, "DKIM_DOMAIN": "mail.example; d=other.example"}
    found = start_error(monkeypatch, tmp_path, HIPCOACH_MODE="test", **strange)
    assert found.startswith("DKIM_DOMAIN must be a name")


def test_a_key_that_cannot_sign_stops_the_start(settings: Settings) -> None:
    settings.DKIM = {"selector": "s1", "domain": "mail.example", "private": b"nothing"}
    with pytest.raises(ConfigurationError, match="DKIM_KEY: mail cannot be signed with it"):
        preflight.check_mail()
