"""What was handed in: read from the disk once, then looked at as code and as the written part."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.submission.account import Account, Reader, T, account
from autograder.submission.choice import choose_submission
from autograder.submission.code import Submission, framework
from autograder.submission.files import (
    Files,
    SubmissionError,
    name_list,
    read_file,
    read_folder,
    without_checker,
)
from autograder.submission.framework import Framework
from autograder.submission.search import find_submission

if TYPE_CHECKING:
    from autograder.submission.writing import Writing


def directly(parse: Callable[[], T], _: type[T]) -> T:
    """Parse in this process, as on a student's own computer."""
    return parse()


@dataclass(frozen=True)
class HandIn:
    """Files as (path, content), and the names of what is no regular file; or the problem with all of them.

    A single file may stand for the one that is expected, whatever its own name.
    """

    files: Files = ()
    others: tuple[str, ...] = ()
    is_single: bool = False
    problem: str = ""

    def code(self, expected: str, *, julia: bool = False, read: Reader = directly) -> Submission:
        """Return the code to grade, with `julia` in Julia too; under any name where none is expected.

        `read` runs what parses. Raises SubmissionError where there is no code to grade.
        """
        if self.problem:
            raise SubmissionError(self.problem)

        def parse() -> Account:
            if not expected:
                return account(find_submission(self.files, self.others, julia=julia), self.files)
            choice = choose_submission(
                self.files, self.others, expected, julia=julia, is_single=self.is_single
            )
            return account(choice, self.files)

        submission = read(parse, Account).submission(self.files)
        return replace(submission, framework=_framework(submission, read))

    def writing(self) -> Writing:
        """Return the written part: empty where nothing of it can be read."""
        from autograder.submission.writing import writing

        return writing(self.files)


def _framework(submission: Submission, read: Reader) -> Framework:
    """Return what the code imports, as far as it can be read; what it loads when it runs decides."""
    try:
        return read(lambda: framework(submission), Framework)  # type: ignore[arg-type]
    except SubmissionError:
        return "torch" if b"torch" in dict(submission.files)[submission.main] else "numpy"


def read(path: Path) -> HandIn:
    """Read a submitted folder, or a single file; FileNotFoundError when there is no such path."""
    path.lstat()
    try:
        if not path.is_dir():
            return HandIn(((path.name, read_file(path)),), is_single=True)
        files, others = read_folder(path)
        return HandIn(without_checker(files), tuple(others))
    except SubmissionError as error:
        return HandIn(problem=str(error))
    except OSError as error:
        name = name_list([Path(os.fsdecode(error.filename or path)).name])
        return HandIn(problem=f"{name} cannot be read ({error.strerror}). Hand it in again, as a plain file.")
