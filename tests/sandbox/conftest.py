"""Workers for the tests of the sandbox."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from autograder.course.assignment import Limits
from autograder.sandbox.outside.hosts import Zygotes
from autograder.sandbox.outside.worker import Worker
from autograder.submission.code import Submission
from tests.support.workers import Start, handed_in


@pytest.fixture
def start(zygotes: Zygotes) -> Iterator[Start]:
    """Start workers on submissions and close them when the test ends."""
    with ExitStack() as stack:

        def started(given: str | Submission, /, *, seed: int = 1, **limits: Any) -> Worker:
            submission = handed_in(given) if isinstance(given, str) else given
            zygote = zygotes.of(submission.framework)
            return stack.enter_context(Worker(zygote, submission, Limits(**limits), seed))

        yield started


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder in which this test's scratch folders are made, which another user may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="shelf-"))
    folder.chmod(0o711)
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)  # so that it is asked for again
    yield folder
    shutil.rmtree(folder)
