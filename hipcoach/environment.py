"""Reading the environment: every variable HipCoach knows, with its default and its own error.

A wrong value stops the start with one plain sentence that names the variable.
"""

from __future__ import annotations

import os
import re
from datetime import date
from email.utils import parseaddr
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, cast, get_args
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

import environ

ROOT = Path(__file__).resolve().parent.parent
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
MODES = Literal["production", "local", "dev", "test"]


class ConfigurationError(SystemExit):
    """The environment is wrong; as a SystemExit it ends a start with its sentence alone."""


env = environ.Env()


def text(name: str, default: str = "") -> str:
    """Return a variable without surrounding white space; an empty one counts as not set."""
    return str(env.str(name, "")).strip() or default


def flag(name: str, default: bool = False) -> bool:
    """Return a yes-or-no variable."""
    value = text(name).lower()
    if not value:
        return default
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    raise ConfigurationError(f"{name} must be true or false, not {value!r}.")


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def mode() -> MODES:
    """Return how this copy runs; production unless it says otherwise."""
    value = text("HIPCOACH_MODE", "production")
    if value not in get_args(MODES):
        known = ", ".join(get_args(MODES))
        raise ConfigurationError(f"HIPCOACH_MODE must be one of {known}, not {value!r}.")
    return cast(MODES, value)


def log_level() -> str:
    """Return LOG_LEVEL, INFO unless set."""
    value = text("LOG_LEVEL", "INFO").upper()
    if value not in LOG_LEVELS:
        raise ConfigurationError(f"LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}.")
    return value


def site_url(default: str = "") -> str:
    """Return SITE_URL without a slash at its end; it needs a scheme and a host."""
    url = text("SITE_URL", default).rstrip("/")
    parts = _split("SITE_URL", url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigurationError("SITE_URL must look like https://hipcoach.example.")
    return url


def sender(name: str, default: str) -> str:
    """Return a variable that names a sender, as in: HipCoach <coach@hipcoach.example>."""
    value = text(name, default)
    address = parseaddr(value)[1]
    if not all(address.rpartition("@")):
        raise ConfigurationError(f"{name} must hold an email address, not {value!r}.")
    return value


def required(name: str, why: str) -> str:
    """Return a variable that a production start needs."""
    value = text(name)
    if not value:
        raise ConfigurationError(f"{name} is not set: {why}.")
    return value


def var_folder() -> Path:
    """Return the folder that holds all state of this copy."""
    return (ROOT / text("HIPCOACH_VAR", "var")).resolve()


def media_folder(default: Path) -> Path:
    """Return MEDIA_ROOT, made with its place for uploads where it is missing."""
    folder = (ROOT / text("MEDIA_ROOT", str(default))).resolve()
    _make_folder(folder / "incoming", "MEDIA_ROOT" if text("MEDIA_ROOT") else "HIPCOACH_VAR")
    return folder


# A machine that sleeps in the middle of a transaction must not keep its locks for longer than this.
ASLEEP = "idle_in_transaction_session_timeout"
POSTGRES_OPTIONS = f"-c max_parallel_workers_per_gather=0 -c jit=off -c {ASLEEP}=60s"


def database(default: Path) -> dict[str, Any]:
    """Return Django's database settings from DATABASE_URL, or SQLite in `default`."""
    url = text("DATABASE_URL")
    if not url:
        _make_folder(default.parent)
    parts = _split("DATABASE_URL", url)
    if not url or parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            # Three slashes begin a path relative to the project, four an absolute one.
            "NAME": ROOT / unquote(parts.path[1:]) if url else default,
            "OPTIONS": {
                # Writers queue up instead of failing, and a crash loses no committed work.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    if parts.scheme in ("postgres", "postgresql"):
        if not parts.path.strip("/"):
            raise ConfigurationError("DATABASE_URL names no database: add /NAME at its end.")
        config: dict[str, Any] = environ.Env.db_url_config(url)
        # A host that is a folder is a unix socket's; in a URL its slashes are written as %2F.
        config["HOST"] = unquote(config["HOST"])
        # Every page asks for a person's few rows. As tables grow the server would begin to read
        # them whole with several processes, and to compile; both take longer than the rows.
        config.setdefault("OPTIONS", {}).setdefault("options", POSTGRES_OPTIONS)
        return {**config, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    raise ConfigurationError(
        "DATABASE_URL must start with sqlite:/// or postgres://, "
        f"not {parts.scheme or 'an unnamed scheme'}."
    )


def redis_url() -> str:
    """Return REDIS_URL, checked but not yet called."""
    url = text("REDIS_URL")
    if url and _split("REDIS_URL", url).scheme not in ("redis", "rediss", "unix"):
        raise ConfigurationError("REDIS_URL must start with redis://, rediss:// or unix://.")
    return url


def redis_database(url: str, offset: int) -> str:
    """Return `url` with the database number raised by `offset`.

    The broker keeps the number that REDIS_URL names and the cache takes the next one, so that
    emptying the cache never touches the queue.
    """
    parts = _split("REDIS_URL", url)
    try:
        if parts.scheme == "unix":
            query = dict(parse_qsl(parts.query))
            query["db"] = str(int(query.get("db", 0)) + offset)
            return parts._replace(query=urlencode(query)).geturl().replace("unix:/", "unix:///", 1)
        return parts._replace(path=f"/{int(parts.path.strip('/') or 0) + offset}").geturl()
    except ValueError as error:
        raise ConfigurationError("REDIS_URL must end in a database number.") from error


def celery_url(url: str) -> str:
    """Return `url` in Celery's spelling, which names a unix socket differently."""
    parts = _split("REDIS_URL", url)
    if parts.scheme != "unix":
        return url
    database = dict(parse_qsl(parts.query)).get("db", "0")
    return f"redis+socket://{parts.path}?virtual_host={database}"


def mailer() -> dict[str, Any]:
    """Return the default entry of MAILERS from EMAIL_URL or EMAIL_PROVIDER.

    EMAIL_URL is smtp://user:password@host:port or smtps://, with ?tls=1 for STARTTLS and
    ?timeout=SECONDS for how long to wait for the server, 20 if not said.
    EMAIL_PROVIDER is the name of a provider that django-anymail speaks; its keys are the
    variables ANYMAIL_*.
    """
    if provider := text("EMAIL_PROVIDER"):
        if not provider.isidentifier() or not find_spec(f"anymail.backends.{provider}"):
            raise ConfigurationError(f"EMAIL_PROVIDER: django-anymail knows no {provider!r}.")
        return {"BACKEND": f"anymail.backends.{provider}.EmailBackend"}
    parts = _split("EMAIL_URL", text("EMAIL_URL"))
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ConfigurationError("EMAIL_URL must look like smtp://user:password@host:port.")
    options = dict(parse_qsl(parts.query))
    timeout = options.get("timeout", "20")
    if not timeout.isdecimal() or not int(timeout):
        raise ConfigurationError("EMAIL_URL: timeout must be a whole number of seconds.")
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or (465 if parts.scheme == "smtps" else 25),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": options.get("tls") == "1",
            "timeout": int(timeout),
        },
    }


def rate(name: str) -> float:
    """Return a variable such as 10/s, 600/m or 20000/h in mails a second; 0 when it is not set."""
    value = text(name).replace(" ", "")
    if not value:
        return 0.0
    count, _, unit = value.partition("/")
    seconds = {"s": 1, "m": 60, "h": 3600}.get(unit)
    if not count.isdecimal() or not int(count) or not seconds:
        raise ConfigurationError(f"{name} must look like 10/s, 600/m or 20000/h, not {value!r}.")
    return int(count) / seconds


def numbers(name: str) -> list[int]:
    """Return a comma-separated variable of whole numbers above 0."""
    values = words(name)
    if not all(value.isdecimal() and int(value) for value in values):
        raise ConfigurationError(f"{name} must be whole numbers above 0, such as 50,100,200.")
    return [int(value) for value in values]


def day(name: str, *, needed_by: str = "") -> date | None:
    """Return a variable that names a day, such as 2026-12-01."""
    value = text(name)
    if not value:
        if needed_by:
            raise ConfigurationError(f"{name} is not set: {needed_by} needs its first day.")
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ConfigurationError(f"{name} must be a day such as 2026-12-01.") from None


def dkim() -> dict[str, Any]:
    """Return selector, domain and private key for signing mail; empty when none is set.

    DKIM_KEY names a file in PEM. Whether it can sign is tried before anything starts.
    """
    names = ("DKIM_SELECTOR", "DKIM_DOMAIN", "DKIM_KEY")
    values = {name: text(name) for name in names}
    if not any(values.values()):
        return {}
    for name in names:
        if not values[name]:
            raise ConfigurationError(f"{name} is not set: signing needs {', '.join(names)}.")
    for name in names[:2]:
        if not re.fullmatch(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*", values[name]):
            raise ConfigurationError(f"{name} must be a name as in DNS, not {values[name]!r}.")
    try:
        private = (ROOT / values["DKIM_KEY"]).read_bytes()
    except OSError as error:
        raise ConfigurationError(f"DKIM_KEY cannot be read: {error}.") from error
    selector, domain = (values[name] for name in names[:2])
    return {"selector": selector, "domain": domain, "private": private}


def anymail() -> dict[str, str]:
    """Return the settings of django-anymail: every ANYMAIL_* variable without that beginning."""
    return {
        name.removeprefix("ANYMAIL_"): value
        for name, value in os.environ.items()
        if name.startswith("ANYMAIL_")
    }


def _make_folder(folder: Path, name: str = "HIPCOACH_VAR") -> None:
    """Make a folder that the variable `name` names."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"{name}: {folder} cannot be made: {error}.") from error


def _split(name: str, url: str) -> SplitResult:
    """Split a URL; a port that is not a number is an error like any other."""
    try:
        parts = urlsplit(url)
        if parts.port == 0:
            raise ValueError("port 0 names no port")
    except ValueError as error:
        raise ConfigurationError(f"{name} cannot be read: {error}.") from error
    return parts
