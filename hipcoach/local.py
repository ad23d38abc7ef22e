"""The environment of a copy that runs on one machine: what `make run` fills in by itself.

Everything the copy keeps lies in HIPCOACH_VAR. A variable that is already set is never changed.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import tempfile
from pathlib import Path

from hipcoach import environment as env

SOCKET_NAME = "valkey.sock"
# Unix socket addresses hold 104 to 108 bytes, and URLs spell some characters otherwise.
PLAIN_SOCKET_PATH = re.compile(r"[\w/.-]{1,100}", re.ASCII)


def port() -> int:
    """Return PORT, 8000 unless set."""
    value = env.text("PORT", "8000")
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise env.ConfigurationError(f"PORT must be a number from 1 to 65535, not {value!r}.")
    return int(value)


def make_folders() -> Path:
    """Make HIPCOACH_VAR with its folders and return it."""
    var = env.var_folder()
    try:
        for name in ("run", "log", "mailbox"):
            (var / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise env.ConfigurationError(f"HIPCOACH_VAR: {var} cannot be used: {error}.") from error
    return var


def secret_key(var: Path) -> str:
    """Return this copy's own secret key; made once, readable by its owner alone."""
    path = var / "secret_key"
    if not path.exists():
        made = path.with_name(f"{path.name}.{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(50))
        made.rename(path)
    return path.read_text().strip()


def socket_path(var: Path) -> Path:
    """Return the address of the private Valkey server's socket, which lies in `var`/run.

    Where that path is too long or too odd for a socket's address, it is reached through a short
    link in the folder for temporary files.
    """
    folder = var / "run"
    if not PLAIN_SOCKET_PATH.fullmatch(str(folder / SOCKET_NAME)):
        name = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
        link = Path(tempfile.gettempdir()) / f"hipcoach-{os.getuid()}-{name}"
        if not link.is_symlink():
            link.symlink_to(folder)
        if link.lstat().st_uid != os.getuid() or link.readlink() != folder:
            raise env.ConfigurationError(f"HIPCOACH_VAR: {link} is in the way; remove it.")
        folder = link
    return folder / SOCKET_NAME


def apply(mode: str = "local") -> Path:
    """Complete this process's environment for a copy on one machine; return HIPCOACH_VAR."""
    var = make_folders()
    defaults = {
        "HIPCOACH_MODE": mode,
        "SECRET_KEY": secret_key(var),
        "SITE_URL": f"http://127.0.0.1:{port()}",
        "REDIS_URL": f"unix://{socket_path(var)}?db=0",
        "DJANGO_SETTINGS_MODULE": "hipcoach.settings",
    }
    for name, value in defaults.items():
        if not os.environ.get(name):
            os.environ[name] = value
    return var
