"""A folder in which a student checks their work is handed in with the checker: only their own files count."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.staff.bundle.handout import grader_files
from autograder.submission import handin
from autograder.submission.files import CHECKERS, SubmissionError


def unpacked(folder: Path) -> None:
    """Write what student.zip holds beside the student's own files."""
    for name in (*grader_files(), *CHECKERS):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("# 1.1\n")


@pytest.mark.parametrize("below", ["", "homework"])
def test_the_checkers_files_are_not_the_students(below: str, tmp_path: Path) -> None:
    """At the top or in a folder; helper files of their own stay."""
    folder = tmp_path / below
    unpacked(folder)
    (folder / "vae.py").write_text("import helper\n")
    (folder / "helper.py").write_text("x = 1\n")
    names = {Path(name).name for name, _ in handin.read(tmp_path).files}
    assert names == {"vae.py", "helper.py"}


def test_the_checker_is_never_graded_in_place_of_a_missing_file(tmp_path: Path) -> None:
    """A student who hands in nothing of their own is told so."""
    unpacked(tmp_path)
    with pytest.raises(SubmissionError, match=r"No file was handed in. Hand in vae\.py\."):
        handin.read(tmp_path).code("vae.py")


def test_a_check_py_of_ones_own_is_a_file_like_any_other(tmp_path: Path) -> None:
    """Only beside the checker is it the course's."""
    (tmp_path / "check.py").write_text("x = 1\n")
    assert [name for name, _ in handin.read(tmp_path).files] == ["check.py"]


def test_installed_packages_are_not_read(tmp_path: Path) -> None:
    """An environment lies in the folder in which the README says to make it, under any name."""
    (tmp_path / "vae.py").write_text("x = 1\n")
    for number in range(1200):
        module = tmp_path / "my env" / "lib" / f"{number}.py"
        module.parent.mkdir(parents=True, exist_ok=True)
        module.write_text("")
    (tmp_path / "my env" / "pyvenv.cfg").write_text("home = /usr/bin\n")
    assert [name for name, _ in handin.read(tmp_path).files] == ["vae.py"]
