"""autograder.zip: what is uploaded to Gradescope."""

from __future__ import annotations

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
    return content


def unix(text: bytes) -> bytes:
    """Return a script with the line ends that a shell wants."""
    return text.replace(b"\r\n", b"\n")
