"""Changes to assignment.toml leave the rest as it is, or stop."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course.assignment import AssignmentError, load
from autograder.staff.bundle.course_file import with_salt


@pytest.mark.parametrize(
    "text",
    [
        'salt = "secret"\n',
        'salt="secret"\n',
        '  salt   = "secret" # ours\n',
        "",
        None,
    ],
)
@pytest.mark.parametrize("salt", ["", 'a "quoted" \\ one', "a ünïcode one 🎲"])
def test_the_salt_is_the_one_that_was_meant(text: str | None, salt: str, tmp_path: Path) -> None:
    """However it was written, or not written, before."""
    assignment = '[functions]\nelbo = "elbo"\n'
    if text is not None:
        assignment += f"[statistics]\n{text}alpha = 1e-9\n[limits]\ncall_seconds = 3\n"
    path = tmp_path / "assignment.toml"
    path.write_text(with_salt(assignment, salt), encoding="utf-8")
    assert load(path).statistics.salt == salt


def test_a_salt_that_cannot_be_replaced_stops_the_bundle() -> None:
    """Rather than that it goes to students."""
    text = '[functions]\nelbo = "elbo"\n[statistics]\nalpha = 1e-9\n"salt" = "secret"\n'
    with pytest.raises(AssignmentError):
        with_salt(text, "")
