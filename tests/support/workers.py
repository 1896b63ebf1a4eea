"""What the tests of the sandbox share: a worker on student code, and reading what that tells."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.worker import Worker
from autograder.submission import handin
from autograder.submission.code import Submission, framework
from tests.support.bank import FOLDER

# On a busy machine a deadline may be late; a child that is not stopped at all would take minutes.
SOON = 30


class Start(Protocol):
    """Starts a worker on a submission; the limits not named are the assignment's own."""

    def __call__(self, given: str | Submission, /, *, seed: int = 1, **limits: Any) -> Worker:
        """Return a worker that is closed when the test ends."""


def handed_in(name: str) -> Submission:
    """Return a submission of the tests' collection, such as `odd/nothing` or `right/einsum.py`."""
    path: Path = FOLDER / name
    return handin.read(path).code("vae.py", julia=True)


def source(text: str, name: str = "vae.py") -> Submission:
    """Return a submission that is one file with this text."""
    submission = Submission(((name, text.encode()),), name)
    return replace(submission, framework=framework(submission))


def asked(worker: Worker, function: str) -> Any:
    """Return what a function of a probe says, which it packs as JSON into an array of bytes."""
    output = worker.call(Call(function, {})).output
    assert isinstance(output, np.ndarray)
    return json.loads(output.tobytes())
