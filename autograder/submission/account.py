"""What was read of the code, as it comes from the process that reads it: types alone, checked as such."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Protocol, TypeVar

import msgspec

from autograder.submission.code import Submission
from autograder.submission.files import Files
from autograder.submission.framework import Framework

T = TypeVar("T")


class Reader(Protocol):
    """Runs what parses student bytes, wherever that may be done, and returns what it returns."""

    def __call__(self, parse: Callable[[], T], kind: type[T], /) -> T:
        """Return what `parse` returns; SubmissionError where it comes to no end."""
        ...


class Account(msgspec.Struct, frozen=True, array_like=True):
    """A submission; of a file that is as it was handed in only its place is told."""

    main: str
    note: str
    cells: tuple[int, ...]
    files: tuple[tuple[bytes, int | bytes], ...]
    framework: Framework

    def submission(self, files: Files) -> Submission:
        """Return the submission that this is an account of, given the files handed in."""
        contents = (
            (
                name.decode(errors="surrogateescape"),
                files[content][1] if isinstance(content, int) else content,
            )
            for name, content in self.files
        )
        return Submission(tuple(contents), self.main, self.note, self.cells, framework=self.framework)


def account(submission: Submission, files: Files) -> Account:
    """Return the account of a submission."""
    places = {content: place for place, (_, content) in enumerate(files)}
    contents = tuple((os.fsencode(name), places.get(content, content)) for name, content in submission.files)
    return Account(submission.main, submission.note, submission.cells, contents, submission.framework)
