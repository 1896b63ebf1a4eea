"""Which secret a bundle has, and where it stays."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.course.assignment import AssignmentError, load
from autograder.diagnosis.bank import code_alone
from autograder.errors import CommandError
from autograder.grading import grade
from autograder.paths import ROOT
from autograder.sandbox.outside.hosts import Zygotes
from autograder.staff.bundle.course_file import with_salt
from autograder.staff.bundle.salt import PLACEHOLDER, salt_of
from tests.support.bank import FOLDER

DEFAULT = (ROOT / "assignment.toml").read_bytes()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A copy of the project's assignment, which nobody has chosen a salt for."""
    (tmp_path / "assignment.toml").write_bytes(DEFAULT)
    return tmp_path / "assignment.toml"


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_salt_is_drawn_once_and_kept_in_the_assignment(path: Path, line_end: bytes) -> None:
    """A second bundle has the same one, so that a regrade repeats every number; nothing else changes."""
    before = DEFAULT.replace(b"\n", line_end)
    path.write_bytes(before)
    first, again = salt_of(path, None), salt_of(path, None)
    assert first.text == again.text == load(path).statistics.salt
    assert (first.origin, again.origin) == (
        f"drawn now and kept in {path}: leave it there during the term",
        f"kept in {path}",
    )
    changed = [
        a for a, b in zip(before.splitlines(True), path.read_bytes().splitlines(True), strict=True) if a != b
    ]
    assert [line.partition(b"=")[0] for line in changed] == [b"salt "]


def test_a_chosen_salt_stays(path: Path) -> None:
    """The file is not touched, and the secret of the command line comes first."""
    path.write_bytes(DEFAULT.replace(PLACEHOLDER.encode(), b"ours"))
    before = path.read_bytes()
    assert salt_of(path, None).text.startswith("ours:")
    assert salt_of(path, "another long one").text == "another long one"
    assert path.read_bytes() == before


@pytest.mark.parametrize("salt", ["abc", "vae", "fifteen letters"])
def test_a_salt_that_can_be_guessed_is_refused(salt: str, path: Path) -> None:
    """What students read tells a short one in some guesses; the remedy is said."""
    with pytest.raises(AssignmentError, match=f"The salt has {len(salt)} characters.*then one is drawn"):
        salt_of(path, salt)
    path.write_text(with_salt(path.read_text(), salt))
    with pytest.raises(AssignmentError, match=f"The salt has {len(salt)} characters"):
        salt_of(path, None)


@pytest.mark.parametrize(("salt", "is_found"), [("abc", True), ("0f4c1e83a97b52d6", False)])
def test_an_attack_finds_a_short_salt_and_no_long_one(salt: str, is_found: bool, zygotes: Zygotes) -> None:
    """The grader's code is open and a process knows its own seed: what is left to guess must be long."""
    assignment = code_alone(load(ROOT / "assignment.toml"))
    statistics = msgspec.structs.replace(assignment.statistics, salt=salt)
    own = msgspec.structs.replace(assignment, statistics=statistics)
    path = FOLDER / "hostile" / "salt_guessed_from_the_seed.py"
    graded = grade(path, own, zygotes, only=["sampler_contract"])
    assert (f"LOOT {salt}" in graded.results["output"]) == is_found


def test_a_file_that_cannot_keep_it_stops_the_bundle(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than that a secret is used once and lost."""
    write = Path.write_text

    def refuse(self: Path, *arguments: str, **named: str) -> int:
        if self == path:
            raise PermissionError(13, "Permission denied")
        return write(self, *arguments, **named)

    monkeypatch.setattr(Path, "write_text", refuse)
    with pytest.raises(CommandError, match="cannot be written"):
        salt_of(path, None)


def test_another_assignment_starts_with_a_salt_of_its_own(tmp_path: Path) -> None:
    """In a folder beside the first, and never over another."""
    folder = tmp_path / "hw2"
    done = CliRunner().invoke(main, ["init", str(folder)])
    assert done.exit_code == 0
    assert f"--assignment {folder}" in done.output
    assert len(load(folder / "assignment.toml").statistics.salt) == 32
    again = CliRunner().invoke(main, ["init", str(folder)])
    assert (again.exit_code, "is there already" in again.output) == (2, True)
