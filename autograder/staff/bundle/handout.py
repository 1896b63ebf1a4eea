"""student.zip: what students receive, with numbers in place of formulas.

Of the grader they get what `handout.txt` lists and nothing else: a new file is withheld until it is listed.
Never list what knows a right or a wrong formula, nor what only staff, or Linux, run.
"""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.check import public_assignment
from autograder.course.assignment import Assignment
from autograder.oracle import stored
from autograder.paths import ROOT
from autograder.staff.bundle.archive import Content
from autograder.staff.bundle.course_file import salted, without_rubric
from autograder.staff.bundle.record import record

LISTED = Path(__file__).with_name("handout.txt")
# Where each file of the template goes: beside vae.py there must not be another one.
TEMPLATE = {
    "vae.py.j2": "vae.py",
    "vae.jl.j2": "julia/vae.jl",
    "README.md.j2": "README.md",
    **{name: name for name in ("derivations.tex", "short_answers.md", "check.py")},
}
NOT_STUDENTS = ("pyseccomp", "pyyaml")


def student() -> Content:
    """Return the files for students by their names."""
    assignment = public_assignment()
    content = {renamed(to, assignment): template(name, assignment).encode() for name, to in TEMPLATE.items()}
    content |= {name: (ROOT / name).read_bytes() for name in shipped()}
    with TemporaryDirectory() as folder:
        cases = Path(folder) / "cases.npz"
        stored.write(cases, record())
        content["autograder/oracle/cases.npz"] = cases.read_bytes()
    text = (ROOT / "assignment.toml").read_text(encoding="utf-8")
    content["assignment.toml"] = without_rubric(salted(text, "")).encode()
    requirements = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    kept = [line for line in requirements if not line.startswith(NOT_STUDENTS)]
    content["requirements.txt"] = ("\n".join(kept) + "\n").encode()
    return content


def shipped() -> list[str]:
    """Return the names of the grader's files that students get."""
    return [f"autograder/{line}" for line in LISTED.read_text(encoding="utf-8").splitlines()]


def template(name: str, assignment: Assignment) -> str:
    """Return a file of the students' template in the course's convention and names."""
    text = (ROOT / "student_template" / name).read_text(encoding="utf-8")
    if not name.endswith(".j2"):
        return text
    return assignment.words.page(text, stem=Path(assignment.submission.file).stem)


def renamed(name: str, assignment: Assignment) -> str:
    """Return the course's name of a file of the template."""
    stem = Path(assignment.submission.file).stem
    return re.sub(r"\bvae\.(py|jl)\Z", rf"{stem}.\1", name)
