"""The made-up class as each LMS would hand it out, and the gradebook that each would take marks back in."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from autograder.batch.people import slug, sortable
from tests.support.pupils import Files, Pupil

ATTACHMENT = 9_000_000
FIRST_SUBMISSION = 250_000_000


def gradescope(pupils: list[Pupil], folder: Path) -> Path:
    """A zip with a folder a submission and the metadata, in which Ruby writes symbols as keys."""
    files: Files = {"assignment_1_export/.DS_Store": b"x", "__MACOSX/assignment_1_export/._a": b"x"}
    lines = ["---"]
    for index, pupil in enumerate(p for p in pupils if p.versions):
        name = f"submission_{FIRST_SUBMISSION + index}"
        one = pupil.student
        lines += [f"{name}:", "  :submitters:", f"  - :name: {_yaml(one.name)}"]
        lines += [f"    :sid: {one.number}", f"    :email: {one.email}"]
        lines += ["  :created_at: 2026-01-31 23:59:59.000000000 Z", "  :score: 12.0"]
        lines += ["  :history:", "  - :created_at: 2026-01-30 10:00:00.000000000 Z", "    :score: 6.0"]
        lines += ["  :results:", "    score: 12.0", "    tests:", "    - name: kl", "      score: 12.0"]
        files |= {f"assignment_1_export/{name}/{n}": c for n, c in pupil.files.items()}
    files["assignment_1_export/submission_metadata.yml"] = "\n".join(lines).encode()
    return _zip(folder / "gradescope.zip", files)


def canvas(pupils: list[Pupil], folder: Path) -> Path:
    """A flat zip; a later version's files are numbered."""
    files: Files = {}
    for index, pupil in enumerate(p for p in pupils if p.versions):
        prefix = slug(sortable(pupil.student.name)) + ("_LATE" if index % 7 == 3 else "")
        for place, (name, content) in enumerate(pupil.files.items()):
            stem, _, rest = name.rpartition("/")[2].partition(".")
            again = f"-{len(pupil.versions) - 1}" if len(pupil.versions) > 1 else ""
            number = ATTACHMENT + 10 * index + place
            files[f"{prefix}_{pupil.student.lms}_{number}_{stem}{again}.{rest}"] = content
    return _zip(folder / "canvas.zip", files)


def moodle(pupils: list[Pupil], folder: Path) -> Path:
    """A zip with a folder a participant."""
    files: Files = {}
    for pupil in pupils:
        top = f"{pupil.student.name}_{pupil.student.lms}_assignsubmission_file"
        files |= {f"{top}/{n}": c for n, c in (pupil.files if pupil.versions else {}).items()}
    return _zip(folder / "moodle.zip", files)


def brightspace(pupils: list[Pupil], folder: Path) -> Path:
    """A zip with a folder an attempt, and an index."""
    files: Files = {"index.html": b"<p>comments</p>"}
    for pupil in pupils:
        for day, version in enumerate(pupil.versions, start=1):
            top = f"{pupil.student.lms}-77 - {pupil.student.name} - Jan {day}, 2026 1159 PM"
            files |= {f"{top}/{n}": c for n, c in version.items()}
    return _zip(folder / "brightspace.zip", files)


def blackboard(pupils: list[Pupil], folder: Path) -> Path:
    """A flat zip with a text of metadata an attempt."""
    files: Files = {}
    for pupil in pupils:
        for day, version in enumerate(pupil.versions, start=1):
            top = f"VAE_{pupil.student.login}_attempt_2026-01-{day:02d}-23-59-59"
            files[f"{top}.txt"] = f"Name: {pupil.student.name} ({pupil.student.login})\n".encode()
            files |= {f"{top}_{n.rpartition('/')[2]}": c for n, c in version.items()}
    return _zip(folder / "gradebook_1_VAE_2026-02-01-00-00-00.zip", files)


def nbgrader(pupils: list[Pupil], folder: Path) -> Path:
    """A course's folder `submitted`."""
    for pupil in pupils:
        if pupil.versions:
            stamp = {"timestamp.txt": b"2026-01-31 23:59:59.000000 UTC"}
            _write(folder / "submitted" / pupil.student.login / "vae", pupil.files | stamp)
    return folder / "submitted"


def classroom(pupils: list[Pupil], folder: Path) -> Path:
    """Clones, with git's own files."""
    for pupil in pupils:
        if pupil.versions:
            clone = folder / "clones" / "vae-submissions" / f"vae-{pupil.student.login}"
            _write(clone, pupil.files | {".git/config": b"[core]\n"})
    return folder / "clones"


def plain(pupils: list[Pupil], folder: Path) -> Path:
    """Folders that somebody has called by the students' logins; a nested zip in one, a file for another."""
    for index, pupil in enumerate(p for p in pupils if p.versions):
        top = folder / "collected"
        if index % 5 == 1 and list(pupil.files) == ["vae.py"]:
            _write(top, {f"{pupil.student.login}.py": pupil.files["vae.py"]})
        elif index % 5 == 2:
            (top / pupil.student.login).mkdir(parents=True)
            _zip(top / pupil.student.login / "homework.zip", pupil.files)
        else:
            _write(top / pupil.student.login, pupil.files)
    return folder / "collected"


LAYOUTS: dict[str, Callable[[list[Pupil], Path], Path]] = {
    "gradescope": gradescope,
    "canvas": canvas,
    "moodle": moodle,
    "brightspace": brightspace,
    "blackboard": blackboard,
    "nbgrader": nbgrader,
    "classroom": classroom,
    "plain": plain,
}
KEEPS_VERSIONS = ("brightspace", "blackboard")  # the other layouts have the latest version alone


def roster(pupils: list[Pupil], folder: Path) -> Path:
    """A CSV with all that can be known of each student."""
    rows = [["Name", "SID", "Email", "Username", "ID"]]
    rows += [
        [p.student.name, p.student.number, p.student.email, p.student.login, p.student.lms] for p in pupils
    ]
    return _csv(folder / "roster.csv", rows)


def gradebook(layout: str, pupils: list[Pupil], folder: Path) -> Path:
    """The file in which the LMS of a layout takes marks."""
    people = [pupil.student for pupil in pupils]
    if layout == "canvas":
        titles = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Essay (11)", "VAE (12)"]
        rows = [[*titles, "Current Score", "Final Score"]]
        rows += [["", "", "", "", "", "", "Manual Posting", "", ""]]  # a muted column, as Canvas says it
        rows += [["    Points Possible", "", "", "", "", "10.00", "90.00", "(read only)", "(read only)"]]
        of_all = [(sortable(p.name), p.lms, p.number, p.login) for p in people]
        rows += [[*who, "S1", "7.50", "", "75.00", "7.50"] for who in of_all]
        rows += [["Student, Test", "999", "", "8f3a90", "S1", "", "", "0.00", "0.00"]]
    elif layout == "moodle":
        rows = [["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade"]]
        rows[0] += ["Last modified (grade)", "Feedback comments"]
        rows += [[f"Participant {p.lms}", p.name, p.email, "Submitted", "", "90.00", "-", ""] for p in people]
    elif layout == "blackboard":
        rows = [["Last Name", "First Name", "Username", "VAE [Total Pts: 90 Score] |1234"]]
        rows += [[p.name.partition(" ")[2], p.name.partition(" ")[0], p.login, ""] for p in people]
        return _csv(folder / "gradebook.csv", rows, "utf-16", "\t")
    elif layout == "brightspace":
        rows = [["OrgDefinedId", "Username", "VAE Points Grade", "End-of-Line Indicator"]]
        rows += [[f"#{p.number}", f"#{p.login}", "", "#"] for p in people]
    else:
        rows = [
            ["First Name", "Last Name", "SID", "Email", "Sections", "Total Score", "Max Points", "Status"]
        ]
        rows += [["", p.name, p.number, p.email, "", "", "90.0", "Ungraded"] for p in people]
    return _csv(folder / "gradebook.csv", rows)


def _csv(path: Path, rows: list[list[str]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def _zip(path: Path, files: Files) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def _write(folder: Path, files: Files) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _yaml(text: str) -> str:
    """Return a name as it is seen in exports: in quotes only where it has more than letters."""
    return text if text.replace(" ", "").isalpha() else f'"{text}"'
