"""student.zip: what students receive, with numbers in place of formulas.

Of the grader they get what `handout.txt` lists and nothing else: a new file is withheld until it is listed.
Never list what knows a right or a wrong formula, nor what only staff, or Linux, run.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from autograder.checks.course import own_checks
from autograder.checks.spec import CheckSpec
from autograder.course.assignment import Assignment, Statistics, load
from autograder.oracle import stored
from autograder.paths import ROOT
from autograder.staff.bundle.archive import Content
from autograder.staff.bundle.course_file import read, with_salt, without_checks, without_rubric
from autograder.staff.bundle.record import ideas, record

ALLOWED_FILES = Path(__file__).with_name("handout.txt")
TEMPLATES = ROOT / "student_template"
WRITTEN_PART = ("derivations.tex", "short_answers.md")


def student(assignment_file: Path, advance: Callable[[int], None]) -> Content:
    """Return the files for students by their names; `advance` is told of each grading that is done."""
    course = load(assignment_file)
    own = own_checks(course)
    content = {name: text.encode() for name, text in template(course, own).items()}
    content |= {name: (ROOT / name).read_bytes() for name in grader_files()}
    text = without_checks(without_rubric(with_salt(read(assignment_file), "")), {spec.id for spec in own})
    content["assignment.toml"] = text.encode()
    with TemporaryDirectory() as folder:
        cases = Path(folder) / "cases.npz"
        content["autograder/diagnosis/ideas.bin"], numbers = ideas(
            every_convention=course.submission.form == "open"
        )
        stored.write(cases, record(public(course, own), advance) | numbers)
        content["autograder/oracle/cases.npz"] = cases.read_bytes()
    return content


def public(course: Assignment, own: list[CheckSpec]) -> Assignment:
    """Return an assignment as students have it: without the course's secret, and without its own checks."""
    names = {spec.id for spec in own}
    return msgspec.structs.replace(
        course,
        course_checks="",
        statistics=Statistics(alpha=course.statistics.alpha),
        points={name: points for name, points in course.points.items() if name not in names},
        visibility={name: when for name, when in course.visibility.items() if name not in names},
    )


def grader_files() -> list[str]:
    """Return the names of the grader's files that students get."""
    return [f"autograder/{line}" for line in ALLOWED_FILES.read_text(encoding="utf-8").splitlines()]


def template(course: Assignment, own: list[CheckSpec]) -> dict[str, str]:
    """Return what students write in, and read, by its names."""
    stem = Path(course.submission.file).stem
    pages = {"README.md": "README.md.j2", f"{stem}.py": "vae.py.j2"}
    if course.submission.julia:
        pages[f"julia/{stem}.jl"] = "vae.jl.j2"  # beside vae.py there must not be another one
    plain = ("check.py", "requirements.txt", *(WRITTEN_PART if course.written else ()))
    texts = {name: (TEMPLATES / name).read_text(encoding="utf-8") for name in plain}
    return texts | {to: page(name, course, own) for to, name in pages.items()}


def page(name: str, course: Assignment, own: list[CheckSpec]) -> str:
    """Return a page of the template in the course's convention and names, on what the course grades."""
    return course.words.page(
        (TEMPLATES / name).read_text(encoding="utf-8"),
        stem=Path(course.submission.file).stem,
        functions=list(course.functions),
        written=course.written is not None,
        julia=course.submission.julia,
        open=course.submission.form == "open",
        own={spec.number: course.words.say(spec.sentence) for spec in own},
    )
