"""Where every random number of a grading comes from: the course's salt, the submission and the check."""

from __future__ import annotations

import hashlib

import numpy as np


def seed(*parts: str) -> int:
    """Return a 128-bit seed that any change of any part changes altogether."""
    state = hashlib.sha256("".join(f"{len(part)}:{part}" for part in parts).encode())
    return int.from_bytes(state.digest()[:16], "big")


class Seeds:
    """The seeds of one submission: a regrade repeats them, a resubmission has others.

    `used` records every seed that was asked for, in hexadecimal, by its purpose.
    """

    def __init__(self, salt: str, submission: str) -> None:
        self._salt, self._submission = salt, submission
        self.used: dict[str, str] = {}

    def of(self, purpose: str) -> int:
        """Return the seed for a purpose, such as a check's id."""
        number = seed(self._salt, self._submission, purpose)
        self.used[purpose] = f"{number:x}"
        return number

    def generator(self, purpose: str) -> np.random.Generator:
        """Return a generator for a purpose."""
        return np.random.default_rng(self.of(purpose))
