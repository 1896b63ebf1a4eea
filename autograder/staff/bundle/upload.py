"""autograder.zip: what is uploaded to Gradescope."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder import unfinished
from autograder.paths import ROOT
from autograder.staff.bundle.archive import Content, package
from autograder.staff.bundle.course_file import salted

UPLOADED = ("setup.sh", "run_autograder", "requirements.txt", "requirements-torch.txt")
# What grading a submission does not need.
WITHHELD = (
    *("autograder/staff/bundle/", "autograder/staff/validation/", "autograder/batch/"),
    *("autograder/oracle/stored.py", "autograder/oracle/recording.py"),
)


def upload(salt: str) -> Content:
    """Return the files for Gradescope by their names."""
    content = {name: unix((ROOT / name).read_bytes()) for name in UPLOADED}
    content |= {name: data for name, data in package("autograder") if not name.startswith(WITHHELD)}
    content |= dict(package("reference"))
    text = (ROOT / "assignment.toml").read_text(encoding="utf-8")
    content["assignment.toml"] = salted(text, salt).encode()
    content["unfinished.json"] = unfinished_results(content["assignment.toml"])
    return content


def unfinished_results(assignment: bytes) -> bytes:
    """Return the result that is there before Python has started, for the text of an assignment."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "assignment.toml"
        path.write_bytes(assignment)
        return json.dumps(unfinished.results(path), indent=1).encode()


def unix(text: bytes) -> bytes:
    """Return a script with the line ends that a shell wants."""
    return text.replace(b"\r\n", b"\n")
