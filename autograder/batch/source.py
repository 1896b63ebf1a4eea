"""What the LMS gave, a folder or a zip, as names and contents: no link is followed, nothing is unpacked."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Protocol

from autograder.batch.people import BatchError
from autograder.submission.files import LITTER

MAX_ENTRIES = 2_000_000  # of a class
UTF8_FLAG = 0x800
NOISE = {*LITTER, "Thumbs.db", "desktop.ini"}


class Source(Protocol):
    """Files by their names, which are NFC and have slashes."""

    @property
    def names(self) -> list[str]:
        """All regular files, in order."""
        ...

    def read(self, name: str, limit: int) -> bytes:
        """Return a file's content; OSError where it cannot be read or is larger than the limit."""
        ...


class Folder:
    """A folder, read without following a link."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._raw = {unicodedata.normalize("NFC", name): name for name in sorted(_below(path))}

    @property
    def names(self) -> list[str]:
        """All regular files, in order."""
        return list(self._raw)

    def read(self, name: str, limit: int) -> bytes:
        """Return a file's content."""
        descriptor = os.open(self._path / self._raw[name], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor
            return _within(file.read(limit + 1), limit)


class Archive(contextlib.ExitStack):
    """A zip. A name that leads out of it, a link, or a name that is there twice refuses it as a whole."""

    def __init__(self, file: Path | io.BytesIO, entries: int = MAX_ENTRIES) -> None:
        super().__init__()
        try:
            self._zip = self.enter_context(zipfile.ZipFile(file))
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise BatchError(f"is no zip that can be read ({error})") from error
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member in self._zip.infolist():
            name = _name(member)
            if len(self._members) >= entries:
                raise BatchError(f"holds more than {entries} files")
            if member.is_dir() or is_noise(name):
                continue
            if problem := _refusal(name, member, self._members):
                raise BatchError(f"{problem}: {name[:80]!r}. Nothing of it was unpacked")
            self._members[name] = member

    @property
    def names(self) -> list[str]:
        """All regular files, in order."""
        return sorted(self._members)

    def read(self, name: str, limit: int) -> bytes:
        """Return a file's content, never more than the limit, whatever size it claims."""
        try:
            with self._zip.open(self._members[name]) as file:
                return _within(file.read(limit + 1), limit)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
            raise OSError(f"{name} cannot be unpacked ({error})") from error


def open_source(path: Path) -> Source:
    """Open a folder, or a zip; BatchError says why it cannot be."""
    try:
        return Folder(path) if path.is_dir() else Archive(path)
    except BatchError as error:
        raise BatchError(f"{path.name}: {error}.") from error
    except OSError as error:
        raise BatchError(f"{path.name}: cannot be read ({error.strerror}).") from error


def is_noise(name: str) -> bool:
    """Whether a file is what archives, editors and version control leave behind."""
    parts = PurePosixPath(name).parts
    return any(part in NOISE or part.startswith("._") for part in parts)


def _below(path: Path) -> Iterator[str]:
    """Yield the regular files below a folder, relative to it, with slashes."""
    count = 0
    for folder, inner, files in os.walk(path):
        inner[:] = sorted(name for name in inner if name not in NOISE)
        for name in files:
            if name in NOISE or name.startswith("._"):
                continue
            full = Path(folder) / name
            if stat.S_ISREG(full.lstat().st_mode):
                count += 1
                if count > MAX_ENTRIES:
                    raise BatchError(f"holds more than {MAX_ENTRIES} files")
                yield full.relative_to(path).as_posix()


def _name(member: zipfile.ZipInfo) -> str:
    """Return a member's name: UTF-8 where it is that, whether or not the archive says so."""
    name = member.filename
    if not member.flag_bits & UTF8_FLAG:
        with contextlib.suppress(UnicodeError):  # else it is what zipfile takes it for
            name = name.encode("cp437").decode()
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _refusal(name: str, member: zipfile.ZipInfo, members: dict[str, zipfile.ZipInfo]) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or name[1:2] == ":":
        return "has a name that leads out of it"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "holds a link"
    return "holds two files of one name" if name in members else ""


def _within(content: bytes, limit: int) -> bytes:
    if len(content) > limit:
        raise OSError(f"more than {limit >> 20} MB")
    return content
