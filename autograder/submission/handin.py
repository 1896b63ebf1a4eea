"""What was handed in: read from the disk once, then looked at as code and as the written part."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.submission.account import Account, Reader, T, account
from autograder.submission.choice import choose_submission
from autograder.submission.code import Submission, framework, likely_framework
from autograder.submission.files import (
    Files,
    SubmissionError,
    Unread,
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

        def parse(framework_of: Callable[[Submission], Framework]) -> Account:
            if expected:
                choice = choose_submission(
                    self.files, self.others, expected, julia=julia, is_single=self.is_single
                )
            else:
                choice = find_submission(self.files, self.others, julia=julia)
            return account(replace(choice, framework=framework_of(choice)), self.files)

        try:
            return read(partial(parse, framework), Account).submission(self.files)
        except Unread:  # what it imports may take too much to be found out
            return read(partial(parse, likely_framework), Account).submission(self.files)

    def writing(self) -> Writing:
        """Return the written part: empty where nothing of it can be read."""
        from autograder.submission.writing import writing

        return writing(self.files)


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
