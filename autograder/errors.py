"""The base of what this project raises itself, and what is raised where a command cannot be carried out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path  # which a light child does not load


class AutograderError(Exception):
    """Anything that this project raises of its own accord; whatever else is raised is a fault of it."""


class CommandError(AutograderError):
    """What was asked for cannot be carried out; the text names the file or option, and the remedy."""


@contextmanager
def file_at(path: Path, deed: Literal["read", "written"]) -> Iterator[None]:
    """Raise CommandError where a file cannot be read, or written, in here."""
    try:
        yield
    except OSError as error:
        raise CommandError(f"{path}: cannot be {deed} ({error.strerror})") from error
