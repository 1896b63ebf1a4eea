"""Why something in a derivation has no verdict."""

from __future__ import annotations

from autograder.errors import AutograderError


class Unreadable(AutograderError):
    """A line, or a whole text, is beyond the reader; the text says what was met and how to write it."""
