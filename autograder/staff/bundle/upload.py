"""autograder.zip: what is uploaded to Gradescope."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder import unfinished
from autograder.course.assignment import COURSE_CHECKS, load
from autograder.paths import ROOT
from autograder.staff.bundle.archive import Content, package
from autograder.staff.bundle.course_file import read, with_salt

NAME = "assignment.toml"
UPLOADED = ("setup.sh", "run_autograder", "requirements.txt", "requirements-torch.txt")
# What grading a submission does not need.
WITHHELD = (
    *("autograder/staff/bundle/", "autograder/staff/validation/", "autograder/batch/"),
    *("autograder/oracle/stored.py", "autograder/oracle/recording.py"),
    *("autograder/diagnosis/recorded.py", "autograder/diagnosis/recording.py"),
)


def upload(assignment_file: Path, salt: str) -> Content:
    """Return the files for Gradescope by their names."""
    content = {name: unix((ROOT / name).read_bytes()) for name in UPLOADED}
    content |= {name: data for name, data in package("autograder") if not name.startswith(WITHHELD)}
    content |= dict(package("reference"))
    content[NAME] = with_salt(read(assignment_file), salt).encode()
    if own := load(assignment_file).course_checks:
        content[COURSE_CHECKS] = Path(own).read_bytes()
    content["unfinished.json"] = unfinished_results(content)
    return content


def unfinished_results(content: Content) -> bytes:
    """Return the result that is there before Python has started, for the assignment among some files."""
    with TemporaryDirectory() as folder:
        for name in (NAME, COURSE_CHECKS):
            if name in content:
                (Path(folder) / name).write_bytes(content[name])
        return json.dumps(unfinished.results(Path(folder) / NAME), indent=1).encode()


def unix(text: bytes) -> bytes:
    """Return a script with the line ends that a shell wants."""
    return text.replace(b"\r\n", b"\n")
