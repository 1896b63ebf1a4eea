"""The files of one attempt, read with the limits of a hand-in; zips inside it are unpacked."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.batch.attempt import Attempt
from autograder.batch.people import BatchError
from autograder.batch.source import Archive, Source, is_noise
from autograder.submission.files import MAX_BYTES, MAX_FILES

MAX_NESTING = 3  # a zip in a zip in a zip
OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
PRESENTATION = ("index.html", "text.html", "link.html")  # what LMSs add


@dataclass(frozen=True)
class Contents:
    """What an attempt holds; `problem` says why nothing of it can be graded, for staff."""

    files: dict[str, bytes]
    problem: str = ""

    @property
    def digest(self) -> str:
        """A hash of all names and contents."""
        state = hashlib.sha256()
        for name, content in sorted(self.files.items()):
            state.update(f"{len(name)}:{name}:{len(content)}:".encode(errors="surrogateescape") + content)
        return state.hexdigest()

    def write(self, folder: Path) -> None:
        """Write the files into an empty folder, for the grader to read."""
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def read(attempt: Attempt, source: Source) -> Contents:
    """Read an attempt's files; more than a hand-in may be, or an archive that is no zip, is a problem."""
    files: dict[str, bytes] = {}
    room = MAX_BYTES
    try:
        for member in attempt.members:
            if is_noise(member.name) or PurePosixPath(member.name).name in PRESENTATION:
                continue
            content = source.read(member.path, room)
            room -= len(content)
            files[member.name] = content
        files = _without_zips(files)
    except (OSError, BatchError) as error:
        return Contents({}, f"cannot be read: {error}")
    others = [name for name in files if PurePosixPath(name).suffix.lower() in OTHER_ARCHIVES]
    if others and len(others) == len(files):
        return Contents({}, f"{others[0]} is an archive, but no zip: unpack it by hand")
    return Contents(files)


def _without_zips(files: dict[str, bytes], depth: int = 0) -> dict[str, bytes]:
    """Return the files with those of zips in place of these: at the top, where there is nothing else."""
    zips = [name for name in files if name.lower().endswith(".zip")]
    if not zips or depth >= MAX_NESTING:
        return files
    rest = {name: content for name, content in files.items() if name not in zips}
    alone = len(files) == 1
    for name in zips:
        room = MAX_BYTES - sum(map(len, rest.values()))
        for inner, content in _members(name, files[name], room).items():
            rest[inner if alone else f"{name[:-4]}/{inner}"] = content
        if len(rest) > MAX_FILES:
            raise BatchError(f"{name} holds more than {MAX_FILES} files")
    return _without_zips(rest, depth + 1)


def _members(name: str, content: bytes, room: int) -> dict[str, bytes]:
    members: dict[str, bytes] = {}
    try:
        with Archive(io.BytesIO(content), MAX_FILES) as archive:
            for inner in archive.names:
                members[inner] = archive.read(inner, room)
                room -= len(members[inner])
    except (BatchError, OSError) as error:
        raise BatchError(f"{name} {error}") from error
    return members
