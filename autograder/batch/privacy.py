"""Pseudonyms: the same for a student in every run of a course, and told back only with the key."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from autograder.batch.people import BatchError, Student

LENGTH = 8  # characters: no two of 100,000 students are likely to share 40 bits
KEY_BYTES = 32


class Pseudonyms:
    """What students are called in everything that is written."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @property
    def fingerprint(self) -> str:
        """What tells two keys apart without telling either."""
        return hashlib.sha256(b"pseudonyms of " + self._key).hexdigest()[:16]

    def of(self, student: Student) -> str:
        """Return a student's pseudonym."""
        return self.of_text(student.key)

    def of_text(self, text: str) -> str:
        """Return the pseudonym of the student whom a text identifies."""
        digest = hmac.new(self._key, text.encode(), hashlib.sha256).digest()
        return "S-" + base64.b32encode(digest).decode()[:LENGTH]


def load(path: Path) -> Pseudonyms:
    """Read the key, or make one that nobody else can read; it stands apart from what it hides."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with open(descriptor, "w", encoding="ascii") as file:  # noqa: PTH123 - a descriptor
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise BatchError(f"{path.name}: holds no key of pseudonyms. Name another file with --key.") from error
    if len(key) < KEY_BYTES:
        raise BatchError(f"{path.name}: the key is too short. Name another file with --key.")
    return Pseudonyms(key)
