"""What a student reads when their code was stopped, or stopped."""

from __future__ import annotations

import pytest

from autograder.sandbox.outside import endings
from autograder.sandbox.outside.errors import StudentError


@pytest.mark.parametrize(
    ("error", "kind", "text"),
    [
        (
            endings.timeout("calling elbo", 10),
            "timeout",
            "Stopped after 10 s while calling elbo.\nLook for a loop that never ends.",
        ),
        (
            endings.timeout("importing vae.py", 60.0),
            "timeout",
            "Stopped after 60 s while importing vae.py.\n"
            "Look for a loop that never ends, or training that runs when the file is imported: "
            'put it under `if __name__ == "__main__":`.',
        ),
        (
            endings.overtime("calling elbo", 300.0),
            "timeout",
            "Stopped while calling elbo: all calls of your code together took more than 300 s.\n"
            "Make it faster, or look for a loop that never ends.",
        ),
        (
            endings.memory("calling elbo", 2048),
            "memory",
            "Stopped while calling elbo: your code used more than 2048 MB of memory.",
        ),
        (
            endings.crash("calling elbo", "it left with exit status 3"),
            "crash",
            "Python ended while calling elbo: it left with exit status 3.",
        ),
        (
            endings.garbled("calling elbo"),
            "garbled",
            "Your code wrote into the grader's channel while calling elbo.",
        ),
    ],
    ids=["timeout", "import", "overtime", "memory", "crash", "garbled"],
)
def test_endings(error: StudentError, kind: str, text: str) -> None:
    """Every way in which student code is stopped or stops has its own words."""
    assert (error.kind, str(error)) == (kind, text)
