"""What is uploaded to Gradescope."""

from __future__ import annotations

import io
import zipfile

from autograder.staff.bundle.archive import archive
from autograder.staff.bundle.upload import UPLOADED, upload

SALT = "a salt of ours"


def test_upload() -> None:
    """What Gradescope needs is at the root, runs, has unix line ends, and carries the salt."""
    content = upload(SALT)
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
    assert packed == archive(upload(SALT))
    assert packed != archive(upload("another"))
