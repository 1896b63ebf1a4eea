"""What is uploaded to Gradescope."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from autograder.paths import ROOT
from autograder.staff.bundle.archive import archive
from autograder.staff.bundle.upload import UPLOADED, upload
from tests.support.readme import readme_checks

SALT = "a salt of ours"
DEFAULT = ROOT / "assignment.toml"


def test_upload() -> None:
    """What Gradescope needs is at the root, runs, has unix line ends, and carries the salt."""
    content = upload(DEFAULT, SALT)
    packed = archive(content)
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        modes = {info.filename: info.external_attr >> 16 for info in file.infolist()}
    assert {name for name, mode in modes.items() if mode == 0o755} == {"setup.sh", "run_autograder"}
    assert not any(b"\r" in content[name] for name in ("setup.sh", "run_autograder"))
    assert f'salt = "{SALT}"'.encode() in content["assignment.toml"]
    assert {name.partition("/")[0] for name in modes} == {
        *UPLOADED,
        "assignment.toml",
        "unfinished.json",
        "autograder",
        "reference",
    }
    assert packed == archive(upload(DEFAULT, SALT))
    assert packed != archive(upload(DEFAULT, "another"))


def test_another_assignment_is_uploaded_in_the_place_of_the_projects(tmp_path: Path) -> None:
    """With its course's own checks beside it."""
    (tmp_path / "other.toml").write_text('[functions]\nkl_divergence = "kl_divergence"\n')
    (tmp_path / "course_checks.py").write_text(readme_checks())
    content = upload(tmp_path / "other.toml", SALT)
    assert b"reparameterize" not in content["assignment.toml"]
    assert content["course_checks.py"].decode() == readme_checks()
