"""Get what speaks in the films: the dependency group `films` and one file of a voice.

    .venv/bin/python bin/voice.py

The voice comes out of the npm package kokoro-js, of which nothing else is kept. docs/films.md says
under which licenses all of it stands.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import prepare

PACKAGE = "kokoro-js@1.2.1"
VOICE = "af_heart"
MEMBER = f"package/voices/{VOICE}.bin"
SHA256 = "d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b"
TARGET = prepare.TOOLS / "voice" / f"{VOICE}.bin"


def fetch(folder: Path) -> bytes:
    """Return the voice's file from the package; PrepareError where it is not the known one."""
    home = prepare.node_home()
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    done = subprocess.run(
        [home / "bin" / "node", npm, "pack", PACKAGE, "--silent"],
        cwd=folder,
        env={**os.environ, **prepare.node_environment(home)},
        stdout=subprocess.DEVNULL,
        check=False,
    )
    archives = list(folder.glob("*.tgz"))
    if done.returncode or not archives:
        raise prepare.PrepareError(f"npm could not get {PACKAGE}.")
    with tarfile.open(archives[0]) as archive:
        member = archive.extractfile(MEMBER)
        data = member.read() if member else b""
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise prepare.PrepareError(f"{MEMBER} of {PACKAGE} is not the file it was.")
    return data


def main() -> None:
    """Install the group and put the voice in its place, if it is not there."""
    prepare.main(["films"])
    if TARGET.is_file() and hashlib.sha256(TARGET.read_bytes()).hexdigest() == SHA256:
        return
    TARGET.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=prepare.TOOLS) as folder:
        data = fetch(Path(folder))
        part = Path(folder) / "voice.bin"
        part.write_bytes(data)
        part.replace(TARGET)


if __name__ == "__main__":
    try:
        main()
    except prepare.PrepareError as error:
        sys.exit(str(error))
