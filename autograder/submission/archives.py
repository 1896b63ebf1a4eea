"""Archives within a hand-in, unpacked in memory within the limits of a hand-in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from autograder.submission.files import LITTER, Files

MAX_MEMBERS = 300
MAX_BYTES = 20 << 20  # of all members together, as they are unpacked
SUFFIX = ".zip"


def with_members(files: Files) -> Files:
    """Return files with the members of zip archives beside them; what is no archive after all is left out."""
    return tuple(member for file in files for member in _members(*file))


def _members(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, content
    if not name.lower().endswith(SUFFIX):
        return
    room = MAX_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist()[:MAX_MEMBERS]:
                parts = member.filename.split("/")
                if member.is_dir() or any(part in LITTER or part.startswith("._") for part in parts):
                    continue
                with archive.open(member) as stream:
                    text = stream.read(room + 1)
                room -= len(text)
                if room < 0:
                    return
                yield f"{name}/{member.filename}", text
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return
