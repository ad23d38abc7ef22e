"""Renew the hashed requirements files, one per dependency group of pyproject.toml.

    .venv/bin/python bin/lock.py [--upgrade]

The files hold names, versions and hashes for every platform and no registry's address. Each group
is solved against those before it, so that any of them install together.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".tools" / "uv" / "bin" / "uv"


def groups() -> list[str]:
    """Return the names of the lock files: the project's own dependencies, then each group."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return ["base", *project["dependency-groups"]]


def compile_group(group: str, earlier: list[str], extra: list[str], uv: str) -> None:
    """Write requirements/<group>.txt, solved against the groups before it."""
    source = ["pyproject.toml"] if group == "base" else ["--group", f"pyproject.toml:{group}"]
    constraints = [part for name in earlier for part in ("-c", f"requirements/{name}.txt")]
    command = [
        *(uv, "pip", "compile", *source, *constraints),
        *("--universal", "--python-version", "3.12", "--generate-hashes", "--quiet"),
        *("--custom-compile-command", "python bin/lock.py"),
        *("--output-file", f"requirements/{group}.txt", *extra),
    ]
    subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    names = groups()
    for position, name in enumerate(names):
        compile_group(name, names[:position], sys.argv[1:], str(UV) if UV.is_file() else "uv")
